import QtQuick
import ui
import warroom.desktop

// What the wall shows while there is no room: that it has none, and what it waits for.
Item {
    id: alone

    required property WallPlace place

    Accessible.role: Accessible.AlertMessage
    Accessible.name: title.text + ". " + words.text

    Column {
        anchors.centerIn: parent
        width: parent.width - 24 * alone.place.step
        spacing: 4 * alone.place.step

        Words {
            id: title
            objectName: "wall.alone"
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: "No room yet"
            color: Theme.amber
            font.pixelSize: alone.place.large
            font.weight: Theme.strong
        }
        Words {
            id: words
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            text: alone.place.waiting !== "" ? alone.place.waiting : "It comes as soon as a room is joined."
            color: Theme.second
            font.pixelSize: alone.place.body
        }
    }
}
