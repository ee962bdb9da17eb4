pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ui
import warroom.desktop

// Address and code, or a whole invitation pasted into the first field. What is wrong with them is said here.
FocusScope {
    id: form

    required property Home home

    signal closed

    implicitHeight: box.implicitHeight
    Accessible.role: Accessible.Form
    Accessible.name: "Join a room"
    onActiveFocusChanged: if (activeFocus && !code.typing)
        address.forceActiveFocus()

    Connections {
        target: form.home

        function onAskedCode(): void {
            code.forceActiveFocus();
            code.selectAll();
        }
    }

    Column {
        id: box
        width: parent.width
        spacing: Theme.s3

        RowLayout {
            width: parent.width
            spacing: Theme.s3

            Field {
                id: address
                objectName: "join.address"
                Layout.fillWidth: true
                label: "Address or invitation"
                value: form.home.address
                placeholder: "10.0.0.12:7000, or the invitation you were sent"
                onAccepted: text => text.indexOf("code=") >= 0 ? form.home.join(text, "") : code.forceActiveFocus()
                onEscaped: form.closed()
                focus: true
            }
            Field {
                id: code
                objectName: "join.code"
                Layout.preferredWidth: Theme.feedColumn
                label: "Code"
                value: form.home.code
                mono: true
                placeholder: "K7QF-2MXD"
                onAccepted: text => form.home.join(address.text, text)
                onEscaped: form.closed()
            }
            ActionButton {
                objectName: "join.go"
                Layout.alignment: Qt.AlignBottom
                Layout.preferredHeight: Theme.fieldHeight
                text: "Join"
                kind: "primary"
                keyText: "Enter"
                enabled: form.home.busy === "" && address.text !== ""
                onClicked: form.home.join(address.text, code.text)
            }
        }
        NoticeBar {
            width: parent.width
            notices: form.home.notices
            place: "first.join"
        }
    }
}
