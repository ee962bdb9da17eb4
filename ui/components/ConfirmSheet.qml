pragma ComponentBehavior: Bound

import QtQuick
import ui

// The second gesture of a dangerous act: says what it will do before it is done, never after.
// With `asksReason` a reason is written first; `reasonNeeded` keeps the button off until there is one.
Sheet {
    id: confirm

    required property string action
    property string kind: "danger"
    property string keyText: "Enter"
    property bool asksReason: false
    property bool reasonNeeded: false
    property string reasonLabel: "Why"
    property string placeholder: ""

    signal confirmed(string reason)

    function agree(): void {
        if (confirm.reasonNeeded && reason.text.trim() === "")
            return;
        confirm.confirmed(reason.text.trim());
    }

    onOpenChanged: {
        if (open) {
            reason.clear();
            if (asksReason)
                reason.forceActiveFocus();
            else
                go.forceActiveFocus(Qt.TabFocusReason);
        }
    }

    Field {
        id: reason
        objectName: confirm.objectName + ".reason"
        visible: confirm.asksReason
        width: parent.width
        label: confirm.reasonLabel
        note: confirm.reasonNeeded ? "" : "may stay empty"
        placeholder: confirm.placeholder
        onAccepted: confirm.agree()
        onEscaped: confirm.dismissed()
    }
    Row {
        anchors.right: parent.right
        spacing: Theme.s2

        ActionButton {
            objectName: confirm.objectName + ".cancel"
            text: "Cancel"
            kind: "quiet"
            keyText: "Esc"
            onClicked: confirm.dismissed()
        }
        ActionButton {
            id: go
            objectName: confirm.objectName + ".confirm"
            text: confirm.action
            kind: confirm.kind
            keyText: confirm.keyText
            enabled: !confirm.reasonNeeded || reason.text.trim() !== ""
            onClicked: confirm.agree()
        }
    }
}
