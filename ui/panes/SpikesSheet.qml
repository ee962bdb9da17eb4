pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// Every spike of the night, and what became of each.
Sheet {
    id: sheet

    required property Spikes spikes
    required property KeyTable keys

    title: "Spikes of this night"
    words: spikes.summary
    sheetWidth: Theme.sheetWide
    open: true
    Component.onCompleted: list.forceActiveFocus()

    ListView {
        id: list
        objectName: "spikes.list"
        width: sheet.inner
        height: Math.min(contentHeight, Math.max(Theme.choice, sheet.height - Theme.choice))
        visible: count > 0
        cacheBuffer: Theme.ahead
        model: sheet.spikes.rows
        currentIndex: sheet.spikes.chosenRow
        spacing: Theme.s1
        clip: contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
        keyNavigationEnabled: false
        highlightMoveDuration: 0
        focus: true
        Accessible.role: Accessible.List
        Accessible.name: "Spikes of this night"
        Keys.onPressed: event => event.accepted = sheet.keys.press("spikes", event.key, event.modifiers, event.text, event.isAutoRepeat)
        T.ScrollBar.vertical: ScrollThumb {}

        delegate: Rectangle {
            id: row

            required property string id
            required property string title
            required property int colour
            required property string since
            required property string facts
            required property string rising
            required property string mark
            required property string became
            required property bool chosen
            required property int index

            objectName: "spikes." + index
            width: list.width
            height: texts.height + 2 * Theme.s2
            radius: Theme.radiusCard
            color: row.chosen ? Theme.raised : Theme.card
            border.width: Theme.hair
            border.color: row.chosen && list.activeFocus ? Theme.blue : Theme.line
            Accessible.role: Accessible.ListItem
            Accessible.name: title + ", since " + since + ", " + facts + ". " + became

            MouseArea {
                anchors.fill: parent
                onClicked: {
                    sheet.spikes.chooseRow(row.index);
                    list.forceActiveFocus();
                }
            }
            Rectangle {
                x: Theme.s3
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.s0 + Theme.hair
                height: parent.height - 2 * Theme.s2
                color: Theme.topic(row.colour)
            }
            Column {
                id: texts
                x: Theme.s3 + Theme.s2 + Theme.s0
                y: Theme.s2
                width: parent.width - x - Theme.s3
                spacing: Theme.s0

                Item {
                    width: parent.width
                    height: Theme.s5

                    Words {
                        anchors.left: parent.left
                        anchors.right: when.left
                        anchors.rightMargin: Theme.s2
                        anchors.verticalCenter: parent.verticalCenter
                        text: row.title
                        font.weight: Theme.strong
                    }
                    Digits {
                        id: when
                        anchors.right: parent.right
                        anchors.verticalCenter: parent.verticalCenter
                        text: row.since
                        tone: "second"
                        font.pixelSize: Theme.small + 1
                    }
                }
                Words {
                    width: parent.width
                    text: row.facts + (row.rising !== "" ? " · " + row.rising : "")
                    color: Theme.second
                    font.pixelSize: Theme.small
                }
                Words {
                    width: parent.width
                    text: row.became
                    color: row.mark === "standing" ? Theme.red : row.mark === "moment" ? Theme.green : Theme.third
                    font.pixelSize: Theme.small
                }
            }
        }
    }
    Flow {
        width: sheet.inner
        spacing: Theme.s2

        ActionButton {
            objectName: "spikes.call"
            visible: list.count > 0
            text: "Moment on it"
            keyText: "M"
            size: "small"
            kind: "primary"
            onClicked: sheet.spikes.callChosen()
        }
        ActionButton {
            objectName: "spikes.makeTopic"
            visible: list.count > 0
            enabled: sheet.spikes.chosenElsewhere
            text: "Make it a topic…"
            keyText: "T"
            size: "small"
            onClicked: sheet.spikes.makeChosenTopic()
        }
        ActionButton {
            objectName: "spikes.false"
            visible: list.count > 0
            text: "False alarm"
            keyText: "Z"
            size: "small"
            onClicked: sheet.spikes.markChosen("false_alarm")
        }
        ActionButton {
            objectName: "spikes.dismiss"
            visible: list.count > 0
            text: "Dismiss"
            keyText: "X"
            size: "small"
            onClicked: sheet.spikes.markChosen("dismissed")
        }
        ActionButton {
            objectName: "spikes.close"
            text: "Close"
            keyText: "Esc"
            size: "small"
            kind: "quiet"
            onClicked: sheet.dismissed()
        }
    }
}
