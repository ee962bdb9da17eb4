pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// One target: where, which cut, how far it is, and who has it for how long.
Rectangle {
    id: row

    required property int place
    required property string network
    required property string account
    required property string cut
    required property string words
    required property string tone
    required property string remaining
    required property string link
    required property bool active
    required property bool mayBegin
    required property bool mayDrop
    required property string beginText
    required property string beginKey
    required property HandOffScreen handoff

    signal askedDrop(int place)

    objectName: "handoff.target." + place
    implicitHeight: body.implicitHeight + 2 * Theme.s3
    radius: Theme.radiusCard
    color: row.active ? Theme.raised : Theme.card
    border.width: Theme.hair
    border.color: row.active ? Theme.blue : Theme.line
    Accessible.role: Accessible.ListItem
    Accessible.name: row.network + " " + row.account + ", " + row.words

    Column {
        id: body
        x: Theme.s3
        y: Theme.s3
        width: parent.width - 2 * Theme.s3
        spacing: Theme.s2

        Item {
            width: parent.width
            height: name.height

            Words {
                id: name
                text: row.network
                font.weight: Theme.strong
            }
            Words {
                anchors.left: name.right
                anchors.leftMargin: Theme.s2
                anchors.right: watch.left
                anchors.rightMargin: Theme.s2
                text: row.account + " · " + row.cut
                color: Theme.second
            }
            Digits {
                id: watch
                anchors.right: parent.right
                text: row.remaining
                reserve: row.remaining !== "" ? "00:00" : ""
                tone: "amber"
            }
        }
        Flow {
            width: parent.width
            spacing: Theme.s2

            Item {
                width: pill.width
                height: row.mayBegin || row.mayDrop ? Theme.buttonSmall : pill.height

                Pill {
                    id: pill
                    anchors.verticalCenter: parent.verticalCenter
                    text: row.words
                    tone: row.tone
                    widest: body.width
                }
            }
            ActionButton {
                objectName: "handoff.begin." + row.place
                visible: row.mayBegin
                enabled: row.handoff.hand.busy === ""
                text: row.beginText
                keyText: row.beginKey
                kind: "primary"
                size: "small"
                onClicked: row.handoff.begin(row.place)
            }
            ActionButton {
                objectName: "handoff.dropButton." + row.place
                visible: row.mayDrop
                text: "Leave out…"
                size: "small"
                kind: "quiet"
                onClicked: row.askedDrop(row.place)
            }
        }
        Words {
            width: parent.width
            visible: text !== ""
            text: row.link
            color: Theme.second
            font.family: Theme.mono
            font.pixelSize: Theme.small
            elide: Text.ElideMiddle
        }
    }
}
