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
    readonly property bool tight: width < Theme.composerWide
    // The lights say everything where the clock stays in the middle all the same; else a name is enough for what is not red.
    readonly property real others: (bar.roomy ? by.advanceWidth : 0) + duty.width + room.width + down.width + Theme.s6 + 6 * Theme.s3
    readonly property bool spelled: {
        let wanted = bar.others;
        for (let place = 0; place < lights.count; place++)
            wanted += Theme.s3 + ((lights.itemAt(place) as Light)?.full ?? 0);
        return wanted <= (bar.width - time.width) / 2 - 2 * Theme.s4;
    }

    signal standDown
    signal people
    signal pace

    // One role: green, or why not.
    component Light: Pill {
        id: light

        required property string role
        required property string words
        required property string label
        required property string name
        required tone
        readonly property real full: Math.min(Theme.feedColumn, whole.advanceWidth + Theme.s8)

        objectName: "light." + role
        text: bar.spelled || tone === "red" ? words : bar.topbar.imitations ? name : label
        widest: bar.spelled ? Theme.feedColumn : Theme.lightNarrow
        Accessible.name: words

        TextMetrics {
            id: whole
            font.family: Theme.sans
            font.pixelSize: Theme.small
            font.weight: Theme.strong
            text: light.words
        }
    }

    TextMetrics {
        id: by
        font: standing.font
        text: "Standing by"
    }

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
            width: Math.max(0, Math.min(implicitWidth, left.width - Theme.dotLarge - kind.width - (pace.visible ? pace.width + left.spacing : 0) - 2 * left.spacing))
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
            id: position
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
            objectName: "topbar.next"
            visible: bar.roomy && bar.topbar.next !== "" && width > Theme.s12
            width: Math.max(0, Math.min(implicitWidth, left.rest - position.width - left.spacing))
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
            id: standing
            anchors.verticalCenter: parent.verticalCenter
            visible: lights.count > 0 && text !== ""
            text: !bar.spelled && bar.topbar.imitations ? "Imitations" : bar.roomy ? by.text : ""
            color: Theme.third
            font.pixelSize: Theme.small + 1
        }
        Repeater {
            id: lights
            model: bar.topbar.lights

            Light {
                anchors.verticalCenter: parent.verticalCenter
            }
        }
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.hair
            height: Theme.s6
            color: Theme.line
        }
        Toggle {
            id: duty
            objectName: "topbar.duty"
            anchors.verticalCenter: parent.verticalCenter
            text: bar.tight ? "" : Accessible.name
            keyText: bar.tight ? "" : "D"
            Accessible.name: bar.topbar.onDuty ? "On duty" : "Off duty"
            on: bar.topbar.onDuty
            onClicked: bar.topbar.toggleDuty()
        }
        ActionButton {
            id: room
            objectName: "topbar.room"
            anchors.verticalCenter: parent.verticalCenter
            text: bar.roomy ? bar.topbar.room : bar.topbar.roomShort
            size: "small"
            kind: "plain"
            explain: "Who is here, and invitations"
            onClicked: bar.people()
        }
        ActionButton {
            id: down
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
