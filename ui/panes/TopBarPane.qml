pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// Live or rehearsal, where the event is, what time it is there, who can sign, how the room is reached, and Stand down.
Item {
    id: bar

    required property TopBar topbar
    required property KeyTable keys
    readonly property bool roomy: width >= Theme.tabsBelow

    signal standDown
    signal people
    signal pace

    implicitHeight: Theme.topBar
    Accessible.role: Accessible.ToolBar
    Accessible.name: "Top bar"

    Rectangle {
        anchors.fill: parent
        color: Theme.pane

        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: Theme.hair
            color: Theme.line
        }
    }

    Row {
        id: left
        anchors.left: parent.left
        anchors.leftMargin: Theme.s5
        anchors.verticalCenter: parent.verticalCenter
        height: Theme.button
        width: Math.max(0, time.x - Theme.s4 - x)
        spacing: Theme.s4
        clip: true

        readonly property real rest: width - Theme.dotLarge - kind.width - event.width - (pace.visible ? pace.width + spacing : 0) - 3 * spacing

        IconDot {
            anchors.verticalCenter: parent.verticalCenter
            implicitWidth: Theme.dotLarge
            tone: bar.topbar.rehearsal ? "violet" : "red"
            breathing: !bar.topbar.rehearsal
        }
        Words {
            id: kind
            objectName: "topbar.kind"
            anchors.verticalCenter: parent.verticalCenter
            text: bar.topbar.rehearsal ? "REHEARSAL" : "LIVE"
            color: bar.topbar.rehearsal ? Theme.violet : Theme.red
            font.pixelSize: Theme.small + 1
            font.weight: Theme.bold
            font.letterSpacing: Theme.tracking
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
        Words {
            id: event
            anchors.verticalCenter: parent.verticalCenter
            text: bar.topbar.event
            font.pixelSize: Theme.large
            font.weight: Theme.strong
            Accessible.role: Accessible.Heading
            Accessible.name: text
        }
        ActionButton {
            id: pace
            objectName: "topbar.pace"
            anchors.verticalCenter: parent.verticalCenter
            visible: bar.topbar.rehearsal
            text: bar.topbar.pace
            size: "small"
            kind: "plain"
            explain: "How fast the rehearsal runs, and where in the night it is. " + bar.topbar.volumes
            onClicked: bar.pace()
        }
        Words {
            objectName: "topbar.position"
            anchors.verticalCenter: parent.verticalCenter
            width: Math.max(0, Math.min(implicitWidth, left.rest))
            text: bar.topbar.now
            color: Theme.second
            Accessible.role: Accessible.StaticText
            Accessible.name: "Run of show: " + text + (bar.topbar.next !== "" ? ", then " + bar.topbar.next : "")
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            visible: bar.roomy && bar.topbar.next !== ""
            text: "then " + bar.topbar.next
            color: Theme.third
            font.pixelSize: Theme.small
        }
    }

    Row {
        id: time
        x: Math.round(Math.min((parent.width - width) / 2, right.x - width - Theme.s4))
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.s3

        Digits {
            id: clock
            objectName: "topbar.clock"
            anchors.verticalCenter: parent.verticalCenter
            text: bar.topbar.clock
            reserve: "00:00:00"
            font.pixelSize: Theme.display
            Accessible.role: Accessible.Clock
            Accessible.name: "Event clock " + text
        }
        Words {
            anchors.baseline: clock.baseline
            visible: bar.roomy
            text: bar.topbar.zone
            color: Theme.third
        }
    }

    Row {
        id: right
        anchors.right: parent.right
        anchors.rightMargin: Theme.s4
        anchors.verticalCenter: parent.verticalCenter
        spacing: bar.roomy ? Theme.s3 : Theme.s2

        Words {
            anchors.verticalCenter: parent.verticalCenter
            visible: bar.roomy && lights.count > 0
            text: "Standing by"
            color: Theme.third
            font.pixelSize: Theme.small + 1
        }
        Repeater {
            id: lights
            model: bar.topbar.lights

            Pill {
                required property string role
                required property string words
                required tone
                objectName: "light." + role
                anchors.verticalCenter: parent.verticalCenter
                text: words
                widest: bar.roomy ? Theme.feedColumn : Theme.lightNarrow
            }
        }
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.hair
            height: Theme.s6
            color: Theme.line
        }
        Toggle {
            objectName: "topbar.duty"
            anchors.verticalCenter: parent.verticalCenter
            text: bar.topbar.onDuty ? "On duty" : "Off duty"
            keyText: "D"
            on: bar.topbar.onDuty
            onClicked: bar.topbar.toggleDuty()
        }
        ActionButton {
            objectName: "topbar.room"
            anchors.verticalCenter: parent.verticalCenter
            text: bar.topbar.room
            size: "small"
            kind: "plain"
            explain: "Who is here, and invitations"
            onClicked: bar.people()
        }
        ActionButton {
            objectName: "topbar.standDown"
            anchors.verticalCenter: parent.verticalCenter
            visible: !bar.topbar.stoodDown
            text: "Stand down"
            kind: "danger"
            explain: "Nobody publishes, and every sign-off given before is void. Asks once more. (Ctrl+Shift+S)"
            onClicked: bar.standDown()
        }
    }
}
