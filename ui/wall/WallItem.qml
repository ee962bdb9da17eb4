import QtQuick
import ui
import warroom.desktop

// One item: its picture, its headline, whose turn it is, for how long.
Rectangle {
    id: card

    required property WallPlace place
    required property string id
    required property string title
    required property string thumb
    required property string words
    required property string brief
    required property string tone
    required property string took
    required property string takes

    readonly property int pad: 3 * place.step
    readonly property bool pictured: thumb !== "" && width > 17 * place.small

    objectName: "wall.item." + id
    radius: 3 * place.step
    color: Theme.pane
    border.width: Math.max(1, Math.round(place.step / 4))
    border.color: Theme.edge(tone)
    clip: true
    Accessible.role: Accessible.ListItem
    Accessible.name: title + ": " + words + ", for " + takes

    Thumb {
        id: picture
        x: card.pad
        y: card.pad
        width: visible ? height : 0
        height: card.height - 2 * card.pad
        visible: card.pictured
        alt: card.title
        source: card.pictured ? "image://blob/" + card.thumb : ""
        Accessible.ignored: true
    }
    Column {
        id: texts
        anchors.verticalCenter: parent.verticalCenter
        anchors.left: picture.right
        anchors.leftMargin: card.pictured ? 4 * card.place.step : card.pad
        anchors.right: parent.right
        anchors.rightMargin: 4 * card.place.step

        Words {
            width: parent.width
            text: card.title
            font.pixelSize: card.place.body
            font.weight: Theme.strong
            wrapMode: Text.Wrap
            maximumLineCount: card.height - 2 * card.pad >= 2.5 * card.place.body + 1.25 * card.place.small ? 2 : 1
            elide: Text.ElideRight
        }
        Item {
            width: parent.width
            height: state.implicitHeight

            Words {
                id: state
                readonly property real room: parent.width - time.width - 2 * card.place.step
                width: Math.min(implicitWidth, room)
                text: whole.advanceWidth <= room ? card.words : card.brief
                color: Theme.tone(card.tone)
                font.pixelSize: card.place.small
                font.weight: Theme.medium
            }
            TextMetrics {
                id: whole
                font.family: Theme.sans
                font.weight: Theme.medium
                font.pixelSize: card.place.small
                text: card.words
            }
            Digits {
                id: time
                anchors.right: parent.right
                anchors.baseline: state.baseline
                text: card.took
                tone: "second"
                font.pixelSize: card.place.small
            }
        }
    }
}
