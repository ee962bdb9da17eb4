pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui

// On or off, with its words at the right. `clicked` asks; what is shown comes from the room.
T.AbstractButton {
    id: toggle

    property bool on: false
    property string tone: "green"
    property string keyText: ""

    implicitWidth: Math.ceil(row.implicitWidth) + 2 * Theme.s2
    implicitHeight: Theme.buttonSmall
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    Accessible.role: Accessible.CheckBox
    Accessible.name: text
    Accessible.checkable: true
    Accessible.checked: on
    Accessible.onPressAction: toggle.click()
    Keys.onReturnPressed: toggle.click()

    background: Rectangle {
        radius: Theme.radiusButton
        color: toggle.hovered ? Theme.card : Theme.none
        border.width: toggle.visualFocus ? Theme.ring : 0
        border.color: Theme.blue
    }
    contentItem: Item {
        implicitWidth: row.implicitWidth
        implicitHeight: row.implicitHeight

        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.s2

            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.s6 + Theme.s1
                height: Theme.s4
                radius: height / 2
                color: toggle.on ? Qt.alpha(Theme.tone(toggle.tone), 0.3) : Theme.raised
                border.width: Theme.hair
                border.color: toggle.on ? Theme.tone(toggle.tone) : Theme.third

                Rectangle {
                    width: Theme.dot
                    height: width
                    radius: width / 2
                    anchors.verticalCenter: parent.verticalCenter
                    x: toggle.on ? parent.width - width - Theme.s1 : Theme.s1
                    color: toggle.on ? Theme.tone(toggle.tone) : Theme.third
                }
            }
            Words {
                anchors.verticalCenter: parent.verticalCenter
                text: toggle.text
                color: Theme.second
                font.pixelSize: Theme.small + 1
            }
            KeyCap {
                anchors.verticalCenter: parent.verticalCenter
                text: toggle.keyText
            }
        }
    }
}
