pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// The sheets that any screen may be under: all commands, the list of keys, leaving a room that others are in.
Item {
    id: sheets

    required property Shell shell

    CommandPalette {
        objectName: "palette"
        open: sheets.shell.sheet === "palette"
        keys: sheets.shell.keys
        onDismissed: sheets.shell.closeSheet()
        onPicked: id => sheets.shell.runCommand(id)
    }
    KeyList {
        objectName: "keyList"
        open: sheets.shell.sheet === "keys"
        keys: sheets.shell.keys
        onDismissed: sheets.shell.closeSheet()
    }
    Sheet {
        objectName: "leave"
        sheetWidth: Theme.sheetWide
        open: sheets.shell.sheet === "leave"
        title: "Others are still in this room"
        words: sheets.shell.others + " would lose it. Left running, the room goes on without this window and is found again under Recent; closed, it keeps everything but answers nobody."
        onDismissed: sheets.shell.closeSheet()
        onOpenChanged: if (open)
            stay.forceActiveFocus(Qt.TabFocusReason)

        Row {
            anchors.right: parent.right
            spacing: Theme.s2

            ActionButton {
                objectName: "leave.cancel"
                text: "Stay"
                kind: "quiet"
                keyText: "Esc"
                onClicked: sheets.shell.closeSheet()
            }
            ActionButton {
                objectName: "leave.close"
                text: "Close the room"
                kind: "danger"
                onClicked: sheets.shell.goAway(true)
            }
            ActionButton {
                id: stay
                objectName: "leave.running"
                text: "Leave it running"
                kind: "primary"
                keyText: "Enter"
                onClicked: sheets.shell.goAway(false)
            }
        }
    }
}
