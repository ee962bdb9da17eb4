pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui

// One of the three large choices of the first screen.
T.AbstractButton {
    id: card

    required property string title
    required property string words
    property string foot: ""
    property string keyText: ""
    property string tone: "blue"
    property bool chosen: false
    readonly property bool lit: enabled && (hovered || visualFocus || chosen)

    implicitWidth: Theme.sheet / 2
    implicitHeight: Theme.choice
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus
    opacity: enabled ? 1 : 0.6
    Accessible.role: Accessible.Button
    Accessible.name: title
    Accessible.description: words + " (" + keyText + ")"
    Accessible.onPressAction: card.click()
    Keys.onReturnPressed: card.click()
    Keys.onEnterPressed: card.click()

    background: Rectangle {
        radius: Theme.radiusPane
        color: card.lit ? Theme.raised : Theme.pane
        border.width: card.visualFocus ? Theme.ring : Theme.hair
        border.color: card.lit ? Theme.tone(card.tone) : Theme.line
    }
    contentItem: Item {
        Column {
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: parent.top
            anchors.margins: Theme.s6
            spacing: Theme.s2

            Rectangle {
                width: Theme.s8
                height: Theme.s1 + Theme.s0
                radius: height / 2
                color: Theme.tone(card.tone)
            }
            Words {
                width: parent.width
                topPadding: Theme.s1
                text: card.title
                font.pixelSize: Theme.title
                font.weight: Theme.strong
            }
            Words {
                width: parent.width
                text: card.words
                color: Theme.second
                font.pixelSize: Theme.body + 2
                lineHeight: Theme.lineHeight
                wrapMode: Text.Wrap
            }
        }
        Words {
            anchors.left: parent.left
            anchors.right: cap.left
            anchors.verticalCenter: cap.verticalCenter
            anchors.leftMargin: Theme.s6
            text: card.foot
            color: Theme.third
            font.pixelSize: Theme.small + 1
        }
        KeyCap {
            id: cap
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            anchors.margins: Theme.s6
            text: card.keyText
        }
    }
}
