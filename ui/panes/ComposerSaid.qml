import QtQuick
import ui
import warroom.desktop

// Whether somebody has said this already, in a line; a click or its key says by whom, how often and what comes closest.
Item {
    id: chip

    required property AlreadySaid said
    property real widest: 0

    objectName: "composer.said"
    visible: chip.said.words !== ""
    implicitWidth: row.implicitWidth
    implicitHeight: visible ? row.implicitHeight : 0
    Accessible.role: Accessible.Button
    Accessible.name: pill.text
    Accessible.description: chip.said.method
    Accessible.onPressAction: chip.said.ask()

    TapHandler {
        onTapped: chip.said.ask()
    }
    HoverHandler {
        cursorShape: Qt.PointingHandCursor
    }
    Row {
        id: row
        spacing: Theme.s1

        Pill {
            id: pill
            text: chip.said.words
            tone: chip.said.tone
            opacity: chip.said.old ? 0.55 : 1
            widest: chip.widest > 0 ? chip.widest - cap.width - row.spacing : 0
            Accessible.ignored: true
        }
        KeyCap {
            id: cap
            anchors.verticalCenter: parent.verticalCenter
            text: chip.said.key
        }
    }
}
