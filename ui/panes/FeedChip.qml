pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui

// One fact in a column's head that can be pressed: what is left out, and where to change it.
T.AbstractButton {
    id: chip

    property string keyText: ""
    property string tone: "blue"

    implicitWidth: Math.ceil(said.implicitWidth) + 2 * Theme.s2
    implicitHeight: Theme.cap
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.description: keyText !== "" ? "(" + keyText + ")" : ""
    Accessible.onPressAction: chip.click()
    Keys.onReturnPressed: chip.click()

    background: Rectangle {
        radius: Theme.radiusCap
        color: chip.hovered ? Theme.raised : Theme.card
        border.width: chip.visualFocus ? Theme.ring : 0
        border.color: Theme.blue
    }
    contentItem: Item {
        Words {
            id: said
            anchors.verticalCenter: parent.verticalCenter
            x: Theme.s2
            width: Math.min(implicitWidth, chip.width - 2 * Theme.s2)
            text: chip.text
            color: Theme.tone(chip.tone)
            font.pixelSize: Theme.small
        }
    }
}
