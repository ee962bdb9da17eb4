pragma ComponentBehavior: Bound

import QtCore
import QtQuick
import QtQuick.Dialogs
import ui
import warroom.desktop

// A picture slot: drop, paste or pick one, or take one of the brand's own; a picture from outside needs its source and rights.
Column {
    id: slot

    required property string name
    required property string label
    required property string value
    required property string picture
    required property bool own
    required property bool stuck
    required property string source
    required property string rights
    required property string problem
    required property ComposerScreen composer

    signal escaped

    spacing: Theme.s1 + Theme.s0

    Item {
        width: parent.width
        height: Theme.s4

        Words {
            text: slot.label.charAt(0).toUpperCase() + slot.label.slice(1)
            color: Theme.second
            font.pixelSize: Theme.small
        }
        Words {
            anchors.right: parent.right
            text: slot.composer.admitting ? "looking at it…" : slot.picture
            color: Theme.second
            font.pixelSize: Theme.small
        }
    }
    Flow {
        width: parent.width
        spacing: Theme.s1 + Theme.s0

        Repeater {
            model: slot.composer.shown.library

            ComposerOwn {
                id: own
                visible: own.stuck === slot.stuck
                slotName: slot.name
                chosen: digest !== "" && digest === slot.value
                composer: slot.composer
            }
        }
        ActionButton {
            objectName: "composer.library." + slot.name
            text: "Library…"
            keyText: "K"
            size: "small"
            explain: "All of the brand's own pictures, with their rights"
            onClicked: slot.composer.askLibrary(slot.name)
        }
        ActionButton {
            objectName: "composer.pick." + slot.name
            text: "Pick…"
            size: "small"
            explain: "Choose a picture file"
            onClicked: files.open()
        }
        ActionButton {
            objectName: "composer.paste." + slot.name
            text: "Paste"
            keyText: "Ctrl+V"
            size: "small"
            explain: "Take the picture on the clipboard"
            onClicked: slot.composer.paste(slot.name)
        }
        ActionButton {
            objectName: "composer.empty." + slot.name
            visible: slot.value !== ""
            text: "Take out"
            size: "small"
            kind: "quiet"
            onClicked: slot.composer.fill(slot.name, "")
        }
    }
    Row {
        width: parent.width
        visible: slot.value !== "" && !slot.own
        topPadding: Theme.s1
        spacing: Theme.s2

        Field {
            objectName: "composer.source." + slot.name
            width: (parent.width - Theme.s2) / 2
            label: "Source"
            placeholder: "Who made it, or where it is from"
            value: slot.source
            undoesItself: false
            onEdited: words => slot.composer.setSource(slot.name, words)
            onUndoAsked: again => again ? slot.composer.redo() : slot.composer.undo()
            onEscaped: slot.escaped()
        }
        Field {
            objectName: "composer.rights." + slot.name
            width: (parent.width - Theme.s2) / 2
            label: "Rights"
            placeholder: "By what right we use it"
            value: slot.rights
            undoesItself: false
            onEdited: words => slot.composer.setRights(slot.name, words)
            onUndoAsked: again => again ? slot.composer.redo() : slot.composer.undo()
            onEscaped: slot.escaped()
        }
    }
    Words {
        width: parent.width
        visible: slot.own
        text: slot.source + " · " + slot.rights
        color: Theme.third
        font.pixelSize: Theme.small
    }
    Words {
        objectName: "composer.credit." + slot.name
        width: parent.width
        visible: text !== ""
        text: slot.problem
        color: Theme.red
        font.pixelSize: Theme.small
    }

    FileDialog {
        id: files
        title: "Pick a picture"
        nameFilters: ["Pictures (*.jpg *.jpeg *.png *.webp *.gif)"]
        currentFolder: StandardPaths.writableLocation(StandardPaths.PicturesLocation)
        onAccepted: slot.composer.takeFile(slot.name, files.selectedFile)
    }
}
