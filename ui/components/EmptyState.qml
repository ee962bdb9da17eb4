import QtQuick
import ui

// What stands where nothing is yet: what would be here, and what to do about it.
Item {
    id: empty

    required property string title
    property string words: ""
    property string tone: "second"
    default property alias content: actions.data

    implicitWidth: Theme.sheet
    implicitHeight: column.implicitHeight
    Accessible.role: Accessible.StaticText
    Accessible.name: title + ". " + words

    Column {
        id: column
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.s2, Theme.sheet)
        spacing: Theme.s2

        Words {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: empty.title
            color: Theme.tone(empty.tone)
            font.weight: Theme.medium
            wrapMode: Text.Wrap
        }
        Words {
            width: parent.width
            visible: text !== ""
            horizontalAlignment: Text.AlignHCenter
            text: empty.words
            color: Theme.third
            font.pixelSize: Theme.small + 1
            lineHeight: Theme.lineHeight
            wrapMode: Text.Wrap
        }
        Row {
            id: actions
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.s2
            topPadding: Theme.s2
        }
    }
}
