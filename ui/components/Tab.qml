pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui

// One tab: its name, its key, and how many wait there.
T.AbstractButton {
    id: tab

    property string keyText: ""
    property int waiting: 0
    property string waitingTone: "amber"

    checkable: true
    autoExclusive: false
    implicitWidth: Math.ceil(row.implicitWidth) + 2 * Theme.s4
    implicitHeight: Theme.tabBar
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.PageTab
    Accessible.name: text + (waiting > 0 ? ", " + waiting + " waiting" : "")
    Accessible.onPressAction: tab.click()

    background: Rectangle {
        radius: Theme.radiusButton
        color: tab.checked ? Theme.raised : tab.hovered ? Theme.card : Theme.none
        border.width: tab.visualFocus ? Theme.ring : tab.checked ? Theme.hair : 0
        border.color: tab.visualFocus ? Theme.blue : Theme.line
    }
    contentItem: Item {
        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.s2

            Words {
                anchors.verticalCenter: parent.verticalCenter
                text: tab.text
                color: tab.checked ? Theme.first : Theme.second
                font.weight: tab.checked ? Theme.strong : Theme.medium
            }
            Digits {
                anchors.verticalCenter: parent.verticalCenter
                visible: tab.waiting > 0
                text: tab.waiting
                tone: tab.waitingTone
            }
            KeyCap {
                anchors.verticalCenter: parent.verticalCenter
                text: tab.keyText
            }
        }
    }
}
