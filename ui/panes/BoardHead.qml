import QtQuick
import QtQuick.Templates as T
import ui

// The head of a group: its light, its name, how many are in it. A click folds it.
T.AbstractButton {
    id: head

    required property string words
    required property string tone
    required property int number
    required property bool folded

    implicitHeight: Theme.boardHead
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: words + ", " + number + (folded ? ", folded" : "")
    Accessible.onPressAction: head.click()
    Keys.onReturnPressed: head.click()

    contentItem: Item {
        IconDot {
            id: dot
            anchors.verticalCenter: parent.verticalCenter
            tone: head.tone
        }
        Words {
            id: label
            anchors.verticalCenter: parent.verticalCenter
            anchors.left: dot.right
            anchors.leftMargin: Theme.s2
            text: head.words.toUpperCase()
            color: head.hovered ? Theme.first : Theme.second
            font.pixelSize: Theme.small
            font.weight: Theme.strong
            font.letterSpacing: 0.4
        }
        Digits {
            id: count
            anchors.verticalCenter: parent.verticalCenter
            anchors.left: label.right
            anchors.leftMargin: Theme.s2
            text: head.number
            tone: "third"
            font.pixelSize: Theme.small
        }
        Words {
            id: fold
            anchors.verticalCenter: parent.verticalCenter
            anchors.left: count.right
            anchors.leftMargin: Theme.s2
            visible: head.folded
            text: "show"
            color: head.hovered ? Theme.blue : Theme.third
            font.pixelSize: Theme.small
        }
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            anchors.left: fold.visible ? fold.right : count.right
            anchors.leftMargin: Theme.s2
            anchors.right: parent.right
            height: Theme.hair
            color: Theme.line
        }
    }
    background: Rectangle {
        radius: Theme.radiusSmall
        color: Theme.none
        border.width: head.visualFocus ? Theme.ring : 0
        border.color: Theme.blue
    }
}
