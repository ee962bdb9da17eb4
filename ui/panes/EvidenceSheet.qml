pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// What a moment was called on, as it was seen then, and what became of it.
Sheet {
    id: sheet

    required property MomentView moment

    open: true
    title: moment.title
    words: moment.facts
    sheetWidth: Theme.sheetWide
    onDismissed: moment.close()
    Component.onCompleted: list.forceActiveFocus()

    Repeater {
        model: sheet.moment.turns

        Strip {
            required property string modelData
            required property int index
            objectName: "evidence.turn." + index
            width: sheet.inner
            words: modelData
            tone: sheet.moment.grave[index] ? "red" : "amber"
        }
    }
    PulseCurve {
        objectName: "evidence.curve"
        width: sheet.inner
        height: Theme.pulseStripLow
        visible: sheet.moment.values.length > 1
        values: sheet.moment.values
        colour: Theme.topic(sheet.moment.colour)
        radius: Theme.radiusCard
        Accessible.role: Accessible.Graphic
        Accessible.name: "Posts a second up to the call"
    }
    ListView {
        id: list
        objectName: "evidence.list"
        width: sheet.inner
        height: Math.min(contentHeight, Math.max(Theme.choice, sheet.height - Theme.sheet))
        cacheBuffer: Theme.ahead
        model: sheet.moment.posts
        spacing: Theme.s1
        clip: contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
        focus: true
        Accessible.role: Accessible.List
        Accessible.name: "The evidence"
        Keys.onPressed: event => {
            if (event.text === "j" || event.text === "J")
                list.incrementCurrentIndex();
            else if (event.text === "k" || event.text === "K")
                list.decrementCurrentIndex();
            else
                return;
            event.accepted = true;
        }
        T.ScrollBar.vertical: ScrollThumb {}

        delegate: Rectangle {
            id: row

            required property string author
            required property string source
            required property string at
            required property string words
            required property string fate
            required property string later
            required property int index

            objectName: "evidence." + index
            width: list.width
            height: texts.height + 2 * Theme.s2
            radius: Theme.radiusCard
            color: Theme.card
            border.width: Theme.hair
            border.color: ListView.isCurrentItem && list.activeFocus ? Theme.blue : Theme.none
            Accessible.role: Accessible.ListItem
            Accessible.name: author + ", " + source + ", " + at + ": " + words + (row.fate !== "" ? ". " + row.fate : "")

            Column {
                id: texts
                x: Theme.s3
                y: Theme.s2
                width: parent.width - 2 * Theme.s3
                spacing: Theme.s0

                Item {
                    width: parent.width
                    height: Theme.s4 + Theme.s0

                    Words {
                        anchors.left: parent.left
                        anchors.right: became.left
                        anchors.rightMargin: Theme.s2
                        anchors.verticalCenter: parent.verticalCenter
                        text: row.author + " · " + row.source
                        color: Theme.third
                        font.pixelSize: Theme.small
                    }
                    Words {
                        id: became
                        anchors.right: when.left
                        anchors.rightMargin: text !== "" ? Theme.s2 : 0
                        anchors.verticalCenter: parent.verticalCenter
                        text: row.fate
                        color: Theme.amber
                        font.pixelSize: Theme.small
                        font.weight: Theme.strong
                    }
                    Digits {
                        id: when
                        anchors.right: parent.right
                        anchors.verticalCenter: parent.verticalCenter
                        text: row.at
                        tone: "third"
                        font.pixelSize: Theme.small
                    }
                }
                Words {
                    width: parent.width
                    text: row.words
                    wrapMode: Text.Wrap
                }
                Words {
                    width: parent.width
                    visible: text !== ""
                    text: row.later !== "" ? "Now: " + row.later : ""
                    color: Theme.amber
                    wrapMode: Text.Wrap
                }
            }
        }
    }
    ActionButton {
        objectName: "evidence.close"
        anchors.right: parent.right
        text: "Close"
        keyText: "Esc"
        kind: "quiet"
        onClicked: sheet.dismissed()
    }
}
