pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// One slot of the template: a text, a picture with its source and rights, a choice, a colour, or a switch.
Item {
    id: slot

    required property string name
    required property string kind
    required property string label
    required property string value
    required property string placeholder
    required property string note
    required property string note_tone
    required property string problem
    required property var options
    required property var swatches
    required property string credit_source
    required property string credit_rights
    required property string credit_problem
    required property string picture
    required property bool own
    required property bool stuck
    required property ComposerScreen composer

    signal escaped
    signal entered

    function write(): void {
        text.forceActiveFocus(Qt.ShortcutFocusReason);
    }

    implicitHeight: kind === "text" ? text.implicitHeight : kind === "picture" ? image.implicitHeight : choice.implicitHeight

    Field {
        id: text
        objectName: "composer.slot." + slot.name
        visible: slot.kind === "text"
        width: parent.width
        label: slot.label + " on the card"
        note: slot.note
        noteTone: slot.note_tone
        problem: slot.problem
        placeholder: slot.placeholder
        strongText: true
        value: slot.kind === "text" ? slot.value : ""
        undoesItself: false
        onEdited: words => slot.composer.fill(slot.name, words)
        onUndoAsked: again => again ? slot.composer.redo() : slot.composer.undo()
        takesPaste: () => slot.composer.pastePicture()
        shortens: most => slot.composer.someWords(most)
        maximumLength: 4000
        onEscaped: slot.escaped()
        onTypingChanged: if (typing)
            slot.entered()
    }
    ComposerPicture {
        id: image
        visible: slot.kind === "picture"
        width: parent.width
        name: slot.name
        label: slot.label
        value: slot.kind === "picture" ? slot.value : ""
        picture: slot.picture
        own: slot.own
        stuck: slot.stuck
        source: slot.credit_source
        rights: slot.credit_rights
        problem: slot.credit_problem
        composer: slot.composer
        onEscaped: slot.escaped()
    }
    Column {
        id: choice
        visible: slot.kind === "choice" || slot.kind === "colour" || slot.kind === "switch"
        width: parent.width
        spacing: Theme.s1 + Theme.s0

        Words {
            visible: slot.kind !== "switch"
            text: slot.label
            color: Theme.second
            font.pixelSize: Theme.small
        }
        Flow {
            width: parent.width
            visible: slot.kind !== "switch"
            spacing: Theme.s1 + Theme.s0

            Repeater {
                model: slot.kind === "choice" || slot.kind === "colour" ? slot.options.length : 0

                ActionButton {
                    required property int index
                    readonly property string option: slot.options[index] ?? "" // a shorter list comes before the count that goes with it

                    objectName: "composer.slot." + slot.name + "." + index
                    text: option !== "" ? option : "none"
                    size: "small"
                    kind: option === slot.value ? "chosen" : "plain"
                    swatch: slot.kind === "colour" ? slot.swatches[index] ?? "" : ""
                    Accessible.role: Accessible.RadioButton
                    Accessible.name: slot.label + ": " + text
                    Accessible.checked: option === slot.value
                    onClicked: slot.composer.fill(slot.name, option)
                }
            }
        }
        Toggle {
            objectName: "composer.slot." + slot.name + ".switch"
            visible: slot.kind === "switch"
            text: slot.label
            tone: "blue"
            on: slot.value === "on"
            onClicked: slot.composer.fill(slot.name, slot.value === "on" ? "off" : "on")
        }
    }
}
