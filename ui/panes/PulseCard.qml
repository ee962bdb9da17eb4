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
    // What does not fit whole is left out: first since when it spikes, then how many times the usual, then what the curve does.
    readonly property real named: topicName.x + Math.ceil(topicName.implicitWidth) + Theme.s2
    readonly property bool ratioFits: named + (spiking ? Math.ceil(shortest.advanceWidth) + Theme.s2 : 0) <= ratio.x
    readonly property real edge: (ratioFits ? ratio.x : number.x) - Theme.s2
    readonly property alias beating: beat.running
    readonly property bool spiking: modelData.spike !== ""

    signal picked

    objectName: "pulse." + index
    radius: Theme.radiusPane
    color: card.chosen ? Theme.card : Theme.pane
    border.width: Theme.hair
    border.color: card.chosen ? Theme.blue : card.spiking ? Theme.red : Theme.line
    Accessible.role: Accessible.Graphic
    Accessible.name: modelData.name + ": " + (card.spiking ? "spike " + modelData.spike + ", " : "") + modelData.rate + " posts a second" + (modelData.ratio === "" ? "" : ", " + (modelData.ratio.startsWith("×") ? modelData.ratio.replace("×", "") + " times the usual" : modelData.ratio)) + (modelData.words !== "" ? ", " + modelData.words : "")
    Accessible.focusable: true
    Accessible.onPressAction: card.picked()

    MouseArea {
        anchors.fill: parent
        onClicked: card.picked()
    }
    TextMetrics {
        id: whole
        font.family: Theme.sans
        font.pixelSize: Theme.small
        font.weight: Theme.bold
        text: "SPIKE · " + card.modelData.spike
    }
    TextMetrics {
        id: brief
        font: whole.font
        text: "SPIKE " + card.modelData.spike.replace("since ", "")
    }
    TextMetrics {
        id: shortest
        font: whole.font
        text: "SPIKE"
    }
    // Twice, then it rests.
    onSpikingChanged: if (spiking && !Theme.reduceMotion)
        beat.restart()

    Rectangle {
        id: glow
        objectName: card.objectName + ".glow"
        anchors.fill: parent
        radius: card.radius
        color: Theme.red
        opacity: 0

        SequentialAnimation {
            id: beat
            loops: 2

            OpacityAnimator {
                target: glow
                from: 0
                to: 0.32
                duration: Theme.calm
                easing.type: Easing.OutCubic
            }
            OpacityAnimator {
                target: glow
                from: 0.32
                to: 0
                duration: Theme.breath / 2
                easing.type: Easing.OutCubic
            }
        }
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
        width: Math.min(implicitWidth, Math.max(Theme.s12, card.edge - x - (card.spiking ? state.implicitWidth + Theme.s2 : 0)))
        text: card.modelData.name
        font.pixelSize: Theme.body + 1
        font.weight: Theme.strong
    }
    Words {
        id: state
        objectName: card.objectName + ".state"
        anchors.left: topicName.right
        anchors.leftMargin: Theme.s2
        anchors.verticalCenter: mark.verticalCenter
        visible: card.spiking || card.named + implicitWidth <= card.edge
        text: !card.spiking ? card.modelData.words : card.named + whole.advanceWidth <= card.edge ? whole.text : card.named + brief.advanceWidth <= card.edge ? brief.text : shortest.text
        color: card.spiking ? Theme.red : Theme.third
        font.pixelSize: Theme.small
        font.weight: card.spiking ? Theme.bold : Theme.regular
    }
    Digits {
        id: ratio
        anchors.right: number.left
        anchors.rightMargin: text !== "" ? Theme.s2 : 0
        anchors.verticalCenter: mark.verticalCenter
        visible: card.ratioFits
        text: card.width < 2 * Theme.feedColumn - Theme.s12 && !card.modelData.ratio.startsWith("×") ? "" : card.modelData.ratio
        tone: card.spiking ? "red" : "third"
        font.pixelSize: Theme.small + 1
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
