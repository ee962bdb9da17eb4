import QtQuick
import ui
import warroom.desktop

// The stopwatch of the oldest moment that runs.
Rectangle {
    id: card

    required property WallPlace place
    required property WallScreen wall
    property bool cramped: false
    property real room: height // what it may take, so that what waits finds room too


    readonly property real least: 2 * pad + label.implicitHeight + digits.implicitHeight
    readonly property int pad: (cramped ? 2 : 5) * place.step

    objectName: "wall.watch"
    implicitHeight: lines.implicitHeight + 2 * pad
    radius: 4 * place.step
    color: Theme.pane
    border.width: Math.max(1, Math.round(place.step / 4))
    border.color: Theme.line
    clip: true
    Accessible.role: Accessible.Clock
    Accessible.name: wall.watchLabel + ": " + wall.watch + (wall.watchFoot !== "" ? ". " + wall.watchFoot : "") + (wall.watchOthers !== "" ? ". " + wall.watchOthers : "")

    Column {
        id: lines
        x: card.pad
        y: card.pad
        width: card.width - 2 * card.pad

        Words {
            id: label
            width: parent.width
            text: card.wall.watchLabel
            color: Theme.second
            font.pixelSize: card.place.small
        }
        Digits {
            id: digits
            objectName: "wall.watch.digits"
            width: parent.width
            text: card.wall.watch
            tone: "amber"
            horizontalAlignment: Text.AlignLeft
            font.pixelSize: card.cramped ? card.place.clock : card.place.watch
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: card.place.large
        }
        Words {
            id: foot
            width: parent.width
            visible: !card.cramped && text !== "" && card.least + implicitHeight <= card.room
            text: card.wall.watchFoot
            color: Theme.third
            font.pixelSize: card.place.small
        }
        Words {
            width: parent.width
            visible: !card.cramped && text !== "" && card.least + foot.implicitHeight + implicitHeight <= card.room
            text: card.wall.watchOthers
            color: Theme.third
            font.pixelSize: card.place.small
        }
    }
}
