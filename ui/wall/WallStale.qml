import QtQuick
import ui
import warroom.desktop

// What is on the wall is old: since when, and why.
Rectangle {
    id: stale

    required property WallPlace place
    required property WallScreen wall

    objectName: "wall.stale"
    implicitHeight: words.implicitHeight + why.implicitHeight + 6 * place.step
    radius: 3 * place.step
    color: Theme.tint("amber")
    border.width: Math.max(1, Math.round(place.step / 4))
    border.color: Theme.amber
    Accessible.role: Accessible.AlertMessage
    Accessible.name: words.text + ". " + why.text

    Column {
        x: 6 * stale.place.step
        anchors.verticalCenter: parent.verticalCenter
        width: stale.width - 12 * stale.place.step

        Words {
            id: words
            width: parent.width
            text: stale.wall.stale
            color: Theme.amber
            font.pixelSize: stale.place.large
            font.weight: Theme.bold
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: stale.place.small
        }
        Words {
            id: why
            width: parent.width
            text: stale.wall.staleWhy
            color: Theme.first
            font.pixelSize: stale.place.small
        }
    }
}
