pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui

// One command with its place and its key.
T.AbstractButton {
    id: line

    required property string id
    required property string words
    required property string keys
    required property string placeWords
    property bool current: false

    signal picked

    implicitHeight: Theme.button
    hoverEnabled: true
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: words + ", " + keys
    Accessible.onPressAction: line.picked()
    onClicked: line.picked()

    background: Rectangle {
        radius: Theme.radiusButton
        color: line.current ? Theme.raised : line.hovered ? Theme.card : Theme.none
    }
    contentItem: Item {
        Words {
            anchors.left: parent.left
            anchors.leftMargin: Theme.s3
            anchors.right: place.left
            anchors.verticalCenter: parent.verticalCenter
            text: line.words
        }
        Words {
            id: place
            anchors.right: cap.left
            anchors.rightMargin: Theme.s3
            anchors.verticalCenter: parent.verticalCenter
            text: line.placeWords
            color: Theme.third
            font.pixelSize: Theme.small
        }
        KeyCap {
            id: cap
            anchors.right: parent.right
            anchors.rightMargin: Theme.s2
            anchors.verticalCenter: parent.verticalCenter
            text: line.keys
        }
    }
}
