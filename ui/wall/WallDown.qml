import QtQuick
import ui
import warroom.desktop

// The room is stood down: by whom, since when, why, and what it takes.
Rectangle {
    id: down

    required property WallPlace place
    required property WallScreen wall

    objectName: "wall.down"
    radius: 4 * place.step
    color: Theme.tint("red")
    border.width: Math.max(2, Math.round(place.step / 2))
    border.color: Theme.red
    clip: true
    Accessible.role: Accessible.AlertMessage
    Accessible.name: "Stood down " + by.text + ". " + why.text

    readonly property int pad: Math.round(Math.min(8 * place.step, height / 12))

    Column {
        id: lines
        y: Math.max(down.pad, Math.round((down.height - height) / 2))
        x: down.pad
        width: parent.width - 2 * down.pad
        spacing: 2 * down.place.step

        Words {
            id: head
            width: parent.width
            text: "STOOD DOWN"
            color: Theme.red
            font.pixelSize: Math.min(down.place.watch, Math.max(down.place.large, Math.round(down.height * 0.3)))
            font.weight: Theme.bold
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: down.place.body
        }
        Words {
            id: by
            objectName: "wall.down.by"
            width: parent.width
            text: down.wall.downBy
            font.pixelSize: down.place.large
            font.weight: Theme.strong
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: down.place.small
        }
        Words {
            id: why
            width: parent.width
            text: down.wall.downWhy
            color: Theme.second
            readonly property int fits: Math.floor((down.height - 2 * down.pad - head.implicitHeight - by.implicitHeight - 2 * lines.spacing) / (1.25 * down.place.body))

            visible: fits > 0
            wrapMode: Text.Wrap
            maximumLineCount: Math.max(1, Math.min(4, fits))
            elide: Text.ElideRight
            font.pixelSize: down.place.body
        }
    }
}
