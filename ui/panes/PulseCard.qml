pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// One topic: its name, whether it rises or falls, posts a second, and its curve.
Rectangle {
    id: card

    required property PulseTopic modelData
    required property int index
    property bool chosen: false

    signal picked

    objectName: "pulse." + index
    radius: Theme.radiusPane
    color: card.chosen ? Theme.card : Theme.pane
    border.width: Theme.hair
    border.color: card.chosen ? Theme.blue : Theme.line
    Accessible.role: Accessible.Graphic
    Accessible.name: modelData.name + ": " + modelData.rate + " posts a second" + (modelData.words !== "" ? ", " + modelData.words : "")
    Accessible.focusable: true
    Accessible.onPressAction: card.picked()

    MouseArea {
        anchors.fill: parent
        onClicked: card.picked()
    }
    PulseCurve {
        anchors.fill: parent
        anchors.margins: Theme.hair
        anchors.topMargin: Theme.s12
        values: card.modelData.values
        part: card.modelData.part
        colour: Theme.topic(card.modelData.colour)
        radius: Theme.radiusPane - Theme.hair
    }
    Rectangle {
        id: mark
        x: Theme.s4
        y: Theme.s5 - Theme.s0
        width: Theme.dot + Theme.s0
        height: width
        radius: Theme.radiusSmall
        color: Theme.topic(card.modelData.colour)
    }
    Words {
        id: topicName
        anchors.left: mark.right
        anchors.leftMargin: Theme.s2
        anchors.verticalCenter: mark.verticalCenter
        width: Math.min(implicitWidth, number.x - x - Theme.s2)
        text: card.modelData.name
        font.pixelSize: Theme.body + 1
        font.weight: Theme.strong
    }
    Words {
        anchors.left: topicName.right
        anchors.leftMargin: Theme.s2
        anchors.verticalCenter: mark.verticalCenter
        width: Math.max(0, Math.min(implicitWidth, number.x - x - Theme.s2))
        text: card.modelData.words
        color: Theme.third
        font.pixelSize: Theme.small
    }
    Digits {
        id: number
        anchors.right: unit.left
        anchors.rightMargin: Theme.s2
        anchors.verticalCenter: mark.verticalCenter
        text: card.modelData.rate
        font.pixelSize: Theme.large + 1
    }
    Words {
        id: unit
        anchors.right: cap.visible ? cap.left : parent.right
        anchors.rightMargin: cap.visible ? Theme.s2 : Theme.s4
        anchors.baseline: number.baseline
        text: "/s"
        color: Theme.third
        font.pixelSize: Theme.small
    }
    KeyCap {
        id: cap
        anchors.right: parent.right
        anchors.rightMargin: Theme.s3
        anchors.verticalCenter: mark.verticalCenter
        visible: card.chosen
        text: "M"
    }
}
