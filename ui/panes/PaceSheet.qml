pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// How fast the rehearsal runs and where in the night it is; what of its volumes is published and what is ours.
Sheet {
    id: sheet

    required property TopBar topbar
    required property KeyTable keys

    title: "Rehearsal"
    words: topbar.volumes
    onOpenChanged: if (open)
        pause.forceActiveFocus(Qt.TabFocusReason)

    Keys.onPressed: event => {
        if (event.modifiers & Qt.ShiftModifier && ["P", "F", "D", "K", "B"].includes(event.text.toUpperCase()))
            event.accepted = sheet.keys.press("desk", event.key, event.modifiers, event.text, event.isAutoRepeat);
    }

    Flow {
        width: parent.width
        spacing: Theme.s2

        Repeater {
            model: sheet.topbar.speeds

            ActionButton {
                required property int modelData
                objectName: "pace." + modelData
                text: modelData + "×"
                enabled: sheet.topbar.mayPace
                kind: !sheet.topbar.paused && sheet.topbar.speed === modelData ? "primary" : "plain"
                onClicked: sheet.topbar.setSpeed(modelData)
            }
        }
    }
    Flow {
        width: parent.width
        spacing: Theme.s2

        ActionButton {
            id: pause
            objectName: "pace.pause"
            text: sheet.topbar.paused ? "Go on" : "Pause"
            keyText: "Shift+P"
            enabled: sheet.topbar.mayPace
            onClicked: sheet.topbar.togglePause()
        }
        ActionButton {
            objectName: "pace.kickoff"
            text: "To kick-off"
            keyText: "Shift+K"
            enabled: sheet.topbar.mayPace
            onClicked: sheet.topbar.jump("kick-off")
        }
        ActionButton {
            objectName: "pace.blackout"
            text: "To the blackout"
            keyText: "Shift+B"
            enabled: sheet.topbar.mayPace
            onClicked: sheet.topbar.jump("blackout")
        }
    }
    ActionButton {
        objectName: "pace.close"
        anchors.right: parent.right
        text: "Close"
        keyText: "Esc"
        kind: "quiet"
        onClicked: sheet.dismissed()
    }
}
