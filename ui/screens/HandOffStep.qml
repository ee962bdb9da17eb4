pragma ComponentBehavior: Bound

import QtQuick
import ui

// One thing to take over: what it is, the button that copies it, and that it was copied.
Rectangle {
    id: step

    required property string number
    required property string label
    required property string action
    required property bool ready
    default property alias content: body.data

    signal acted

    implicitHeight: head.height + body.implicitHeight + 3 * Theme.s2 + Theme.s1
    radius: Theme.radiusCard
    color: Theme.card
    border.width: Theme.hair
    border.color: step.ready ? Theme.edge("green") : Theme.line

    Item {
        id: head
        x: Theme.s3
        y: Theme.s2
        width: parent.width - 2 * Theme.s3
        height: Theme.buttonSmall

        Words {
            anchors.verticalCenter: parent.verticalCenter
            text: step.label
            color: Theme.second
            font.pixelSize: Theme.small
        }
        Words {
            anchors.right: copy.left
            anchors.rightMargin: Theme.s2
            anchors.verticalCenter: parent.verticalCenter
            visible: step.ready
            text: "copied"
            color: Theme.green
            font.pixelSize: Theme.small
        }
        ActionButton {
            id: copy
            objectName: step.objectName + ".copy"
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            text: step.action
            keyText: step.number
            size: "small"
            onClicked: step.acted()
        }
    }
    Column {
        id: body
        anchors.top: head.bottom
        anchors.topMargin: Theme.s1
        x: Theme.s3
        width: parent.width - 2 * Theme.s3
        spacing: Theme.s2
    }
}
