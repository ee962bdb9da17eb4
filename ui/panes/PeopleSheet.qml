pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// Everybody of the event plan: here or not, on duty or not; the producer invites them, by code or QR.
Sheet {
    id: sheet

    required property People people

    title: "People"
    words: people.mayInvite ? "A code is for one person and one device, and lasts 15 minutes. The invitation holds address, code and certificate." : "A producer of the room can invite people."
    sheetWidth: Theme.sheetWide

    onOpenChanged: if (open)
        done.forceActiveFocus(Qt.TabFocusReason)

    NoticeBar {
        width: sheet.inner
        notices: sheet.people.notices
        place: "people"
    }
    Repeater {
        model: sheet.people.gaps

        Strip {
            required property string key
            required tone
            objectName: "gap." + key
            width: sheet.inner
        }
    }
    Repeater {
        model: sheet.people.rows

        PersonLine {
            width: sheet.inner
            people: sheet.people
        }
    }
    ActionButton {
        id: done
        objectName: "people.close"
        anchors.right: parent.right
        text: "Close"
        keyText: "Esc"
        kind: "quiet"
        onClicked: sheet.dismissed()
    }
}
