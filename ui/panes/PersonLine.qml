pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// One person: presence, duty, and while it can be used the invitation as text and QR.
Rectangle {
    id: line

    required property string name
    required property string roles
    required property bool here
    required property bool duty
    required property string words
    required property bool imitation
    required property bool me
    required property string code
    required property string invitation
    required property string expires
    required property int index
    required property People people

    objectName: "person." + index
    height: code !== "" ? Theme.qr + 2 * Theme.s4 + Theme.topBar : Theme.topBar
    radius: Theme.radiusCard
    color: Theme.card
    Accessible.role: Accessible.ListItem
    Accessible.name: name + ", " + roles + ", " + (here ? "here" : "not connected") + ", " + (duty ? "on duty" : "off duty")

    IconDot {
        id: dot
        x: Theme.s4
        y: (Theme.topBar - height) / 2
        tone: line.here ? "green" : "third"
    }
    Column {
        anchors.left: dot.right
        anchors.leftMargin: Theme.s3
        anchors.right: controls.left
        y: (Theme.topBar - height) / 2

        Words {
            width: parent.width
            text: line.name + (line.me ? " (you)" : "") + (line.imitation ? " · imitation" : "")
            font.weight: Theme.strong
        }
        Words {
            width: parent.width
            text: line.roles + " · " + line.words
            color: Theme.second
            font.pixelSize: Theme.small
        }
    }
    Row {
        id: controls
        anchors.right: parent.right
        anchors.rightMargin: Theme.s3
        y: (Theme.topBar - height) / 2
        spacing: Theme.s2

        Toggle {
            objectName: line.objectName + ".duty"
            anchors.verticalCenter: parent.verticalCenter
            text: line.duty ? "On duty" : "Off duty"
            on: line.duty
            enabled: line.me || line.people.mayInvite
            onClicked: line.people.setDuty(line.name, !line.duty)
        }
        ActionButton {
            objectName: line.objectName + ".invite"
            visible: line.people.mayInvite && !line.imitation
            text: line.code !== "" ? "New code" : line.me ? "Second device" : "Invite"
            size: "small"
            onClicked: line.people.invite(line.name)
        }
    }
    Row {
        x: Theme.s4
        y: Theme.topBar
        visible: line.code !== ""
        spacing: Theme.s5

        QrCode {
            objectName: line.objectName + ".qr"
            width: Theme.qr
            height: Theme.qr
            words: line.invitation
            Accessible.role: Accessible.Graphic
            Accessible.name: "QR code of the invitation for " + line.name
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter
            width: line.width - Theme.qr - 2 * Theme.s4 - Theme.s5
            spacing: Theme.s2

            Digits {
                objectName: line.objectName + ".code"
                text: line.code
                font.pixelSize: Theme.display
                Accessible.role: Accessible.StaticText
                Accessible.name: "Join code " + text
            }
            Words {
                width: parent.width
                text: line.expires
                color: Theme.second
                font.pixelSize: Theme.small
            }
            Words {
                width: parent.width
                text: line.invitation
                color: Theme.third
                font.family: Theme.mono
                font.pixelSize: Theme.tiny
                wrapMode: Text.WrapAnywhere
            }
            ActionButton {
                objectName: line.objectName + ".copy"
                text: line.people.copied === line.name ? "Copied" : "Copy invitation"
                size: "small"
                kind: "primary"
                onClicked: line.people.copy(line.name)
            }
        }
    }
}
