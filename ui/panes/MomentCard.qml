pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// One moment. The chosen one shows its decisions, each with its key.
Rectangle {
    id: card

    required property string id
    required property string title
    required property int colour
    required property string watch
    required property string decision
    required property string tone
    required property string words
    required property bool chosen
    required property int index
    required property string trend
    required property string news
    required property string newsTone
    required property Moments moments
    property real widest: 0
    property bool focused: false

    signal picked

    objectName: "moment." + index
    implicitWidth: Math.min(row.implicitWidth + 2 * Theme.s3, widest)
    width: implicitWidth
    radius: Theme.radiusCard
    color: card.chosen ? Theme.raised : Theme.pane
    border.width: Theme.hair
    border.color: card.chosen && card.focused ? Theme.blue : card.decision === "open" ? Theme.edge(card.tone) : Theme.line
    Accessible.role: Accessible.ListItem
    Accessible.name: title + ", " + words + ", " + watch + (trend !== "" ? ", " + trend : "") + (news !== "" ? ". " + news : "")
    Accessible.onPressAction: card.picked()

    MouseArea {
        anchors.fill: parent
        onClicked: card.picked()
    }
    Row {
        id: row
        x: Theme.s3
        height: parent.height
        spacing: Theme.s3

        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.s0 + Theme.hair
            height: Theme.s6
            color: Theme.topic(card.colour)
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter

            Words {
                width: Math.min(implicitWidth, Theme.sheet - Theme.s12)
                text: card.title
                font.weight: Theme.strong
            }
            Row {
                spacing: Theme.s1 // as wide as the space before any other point

                Words {
                    text: card.words
                    color: card.decision === "open" ? Theme.amber : Theme.third
                    font.pixelSize: Theme.small
                }
                Words {
                    objectName: card.objectName + ".trend"
                    visible: text !== ""
                    text: card.trend !== "" ? "· " + card.trend : ""
                    color: Theme.third
                    font.pixelSize: Theme.small
                }
            }
        }
        Pill {
            objectName: card.objectName + ".news"
            anchors.verticalCenter: parent.verticalCenter
            visible: card.news !== ""
            text: card.news
            tone: card.newsTone !== "" ? card.newsTone : "amber"
            widest: Theme.sheet - Theme.s12
        }
        Digits {
            anchors.verticalCenter: parent.verticalCenter
            text: card.watch
            reserve: "00:00"
            tone: card.tone === "green" ? "green" : card.tone
            font.pixelSize: Theme.title
        }
        Row {
            anchors.verticalCenter: parent.verticalCenter
            visible: card.chosen
            spacing: Theme.s1

            ActionButton {
                objectName: "moment.noted"
                visible: card.news !== ""
                text: "Noted"
                keyText: "Shift+N"
                size: "small"
                onClicked: card.moments.note()
            }
            ActionButton {
                objectName: "moment.evidence"
                text: "Evidence"
                keyText: card.focused ? "E" : ""
                size: "small"
                kind: "quiet"
                onClicked: card.moments.lookAtEvidence()
            }
            ActionButton {
                objectName: "moment.go"
                visible: card.moments.mayGo
                text: "Go"
                keyText: "G"
                size: "small"
                kind: "go"
                onClicked: card.moments.decide("go")
            }
            ActionButton {
                objectName: "moment.wait"
                visible: card.moments.mayWait
                text: "Wait"
                keyText: "W"
                size: "small"
                onClicked: card.moments.decide("wait")
            }
            ActionButton {
                objectName: "moment.pass"
                text: "Pass…"
                keyText: "X"
                size: "small"
                onClicked: card.moments.askPass()
            }
            ActionButton {
                objectName: "moment.compose"
                text: "Compose"
                keyText: "C"
                size: "small"
                kind: card.decision === "go" ? "primary" : "plain"
                onClicked: card.moments.compose(card.id)
            }
        }
    }
}
