pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui

// One line that is never shown: dots for what is typed. Return is `accepted`, Esc leaves it.
FocusScope {
    id: field

    property string label: ""
    property string note: ""
    property string problem: ""
    readonly property string text: line.text

    signal accepted(string text)
    signal escaped

    function clear(): void {
        line.clear();
    }

    implicitWidth: Theme.feedColumn
    implicitHeight: column.implicitHeight

    Column {
        id: column
        width: parent.width
        spacing: Theme.s1 + Theme.s0

        Words {
            width: parent.width
            text: field.label
            color: Theme.second
            font.pixelSize: Theme.small
        }
        T.TextField {
            id: line
            objectName: field.objectName !== "" ? field.objectName + ".input" : ""
            width: parent.width
            height: Theme.fieldHeight
            leftPadding: Theme.s3
            rightPadding: Theme.s3
            focus: true
            echoMode: TextInput.Password
            inputMethodHints: Qt.ImhHiddenText | Qt.ImhSensitiveData | Qt.ImhNoPredictiveText | Qt.ImhNoAutoUppercase
            maximumLength: 4096
            color: Theme.first
            selectionColor: Theme.blue
            selectedTextColor: Theme.onSignal
            verticalAlignment: TextInput.AlignVCenter
            font.family: Theme.sans
            font.pixelSize: Theme.body
            Accessible.name: field.label
            Accessible.description: field.problem !== "" ? field.problem : field.note
            Accessible.passwordEdit: true
            Keys.onEscapePressed: event => {
                event.accepted = true;
                field.escaped();
            }
            onAccepted: field.accepted(line.text)

            background: Rectangle {
                radius: Theme.radiusButton
                color: line.activeFocus ? Theme.well : Theme.card
                border.width: line.activeFocus ? Theme.ring : Theme.hair
                border.color: field.problem !== "" ? Theme.red : line.activeFocus ? Theme.blue : Theme.line
            }
        }
        Words {
            width: parent.width
            visible: text !== ""
            text: field.problem !== "" ? field.problem : field.note
            color: field.problem !== "" ? Theme.red : Theme.second
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
        }
    }
}
