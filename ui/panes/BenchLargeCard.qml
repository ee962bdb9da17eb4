pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// One card of the sheet, as large as there is room or at its own pixels; dragged where it is larger than the screen.
Item {
    id: stage

    required property Bench bench
    readonly property BenchLarge large: stage.bench.large
    readonly property real ratio: Screen.devicePixelRatio

    objectName: "bench.large"

    Row {
        id: head
        width: parent.width
        height: Theme.button
        spacing: Theme.s2

        ActionButton {
            objectName: "bench.toSheet"
            text: "Sheet"
            keyText: "Esc"
            size: "small"
            kind: "quiet"
            anchors.verticalCenter: parent.verticalCenter
            onClicked: stage.large.clear()
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            text: stage.large.title
            font.weight: Theme.strong
        }
        Digits {
            anchors.verticalCenter: parent.verticalCenter
            text: stage.large.width + " × " + stage.large.height
        }
    }
    Row {
        anchors.right: parent.right
        height: Theme.button
        spacing: Theme.s1

        Repeater {
            model: [
                {
                    name: "out",
                    text: "Smaller",
                    key: "-",
                    by: -1
                },
                {
                    name: "in",
                    text: "Larger",
                    key: "+",
                    by: 1
                },
                {
                    name: "fit",
                    text: "Whole",
                    key: "0",
                    by: 0
                }
            ]

            ActionButton {
                required property var modelData

                objectName: "bench.zoom." + modelData.name
                anchors.verticalCenter: parent.verticalCenter
                text: modelData.text
                keyText: modelData.key
                size: "small"
                kind: modelData.by === 0 && stage.large.zoom === 0 ? "chosen" : "quiet"
                onClicked: stage.large.magnify(modelData.by)
            }
        }
        Digits {
            anchors.verticalCenter: parent.verticalCenter
            text: Math.round((stage.large.zoom > 0 ? stage.large.zoom : view.fit) * 100) + " %"
        }
    }
    Flickable {
        id: view

        readonly property real fit: Math.min(width * stage.ratio / stage.large.width, height * stage.ratio / stage.large.height, 1)
        readonly property real scaled: (stage.large.zoom > 0 ? stage.large.zoom : fit) / stage.ratio

        anchors.top: head.bottom
        anchors.topMargin: Theme.s2
        anchors.bottom: parent.bottom
        width: parent.width
        clip: true
        contentWidth: Math.max(width, card.width)
        contentHeight: Math.max(height, card.height)
        interactive: contentWidth > width || contentHeight > height
        boundsBehavior: Flickable.StopAtBounds

        BenchCard {
            id: card
            objectName: "bench.largeCard"
            x: Math.max(0, Math.floor((view.width - width) / 2))
            y: Math.max(0, Math.floor((view.height - height) / 2))
            width: Math.round(stage.large.width * view.scaled)
            height: Math.round(stage.large.height * view.scaled)
            bench: stage.bench
            name: stage.large.picture
            sharp: stage.large.zoom >= 1
            opacity: stage.bench.stale ? 0.35 : 1
            Accessible.role: Accessible.Graphic
            Accessible.name: stage.large.title
        }
    }
    Words {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.s4, Theme.sheet)
        visible: text !== ""
        text: stage.large.wrong
        color: Theme.red
        wrapMode: Text.Wrap
        horizontalAlignment: Text.AlignHCenter
    }
}
