pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// What is written: the template's slots, the caption, the alt text, why it is ours to say, where it goes, what the checks say.
Item {
    id: fields

    required property ComposerScreen composer
    // Checks below, as rows with what to do, as when the composer is alone; else they stand as pills above the send button.
    property bool rows: false
    readonly property ComposerShown shown: fields.composer.shown

    signal escaped

    function write(): void {
        const first = texts.itemAt(0) as ComposerSlot;
        if (first !== null)
            first.write();
        else
            caption.forceActiveFocus(Qt.ShortcutFocusReason);
    }
    function near(item: Item): bool {
        return item.y + item.height > flick.contentY && item.y < flick.contentY + flick.height;
    }
    function show(item: Item): void {
        const y = item.mapToItem(column, 0, 0).y;
        if (y < flick.contentY)
            flick.contentY = Math.max(0, y);
        else if (y + item.height > flick.contentY + flick.height)
            flick.contentY = y + item.height - flick.height;
    }

    onHeightChanged: settled.restart()
    onWidthChanged: settled.restart()

    Timer {
        id: settled // goes with the fields: what is called later would find them half gone as the window closes
        interval: 0
        onTriggered: fields.showFocused()
    }

    function showFocused(): void {
        for (const field of [caption, alt, why])
            if (field.typing) {
                fields.show(field);
                return;
            }
        flick.contentY = 0;
    }

    Flickable {
        id: flick
        objectName: "composer.fields"
        anchors.fill: parent
        anchors.rightMargin: -Theme.s2
        contentWidth: width
        contentHeight: column.implicitHeight
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        interactive: contentHeight > height
        T.ScrollBar.vertical: ScrollThumb {}

        Column {
            id: column
            width: flick.width - Theme.s2
            spacing: Theme.s3

            Repeater {
                id: texts
                model: fields.shown.texts

                ComposerSlot {
                    id: words
                    width: column.width
                    opacity: fields.near(words) ? 1 : 0
                    composer: fields.composer
                    onEscaped: fields.escaped()
                    onEntered: fields.show(words)
                }
            }
            TextMetrics {
                id: whole
                font.family: Theme.sans
                font.pixelSize: Theme.small
                text: "left: " + fields.shown.left
            }
            Field {
                id: caption
                objectName: "composer.caption"
                width: parent.width
                maximumLength: 40000 // what the room takes
                opacity: fields.near(caption) ? 1 : 0
                label: "Caption"
                note: fields.shown.left === "" ? "" : "left: " + (whole.width + Theme.s12 * 2 < width ? fields.shown.left : fields.shown.leftLeast)
                noteTone: fields.shown.leftTone
                value: fields.composer.caption
                lines: 2
                undoesItself: false
                onEdited: words => fields.composer.setCaption(words)
                onUndoAsked: again => again ? fields.composer.redo() : fields.composer.undo()
                takesPaste: () => fields.composer.pastePicture()
                shortens: most => fields.composer.someWords(most)
                onEscaped: fields.escaped()
                onTypingChanged: if (typing)
                    fields.show(caption)
            }
            Field {
                id: alt
                objectName: "composer.alt"
                width: parent.width
                maximumLength: 40000 // what the room takes
                opacity: fields.near(alt) ? 1 : 0
                label: "Alt text"
                note: fields.shown.altNote
                placeholder: "What the picture shows, with the words on it"
                value: fields.composer.alt
                lines: 2
                undoesItself: false
                onEdited: words => fields.composer.setAlt(words)
                onUndoAsked: again => again ? fields.composer.redo() : fields.composer.undo()
                takesPaste: () => fields.composer.pastePicture()
                shortens: most => fields.composer.someWords(most)
                onEscaped: fields.escaped()
                onTypingChanged: if (typing)
                    fields.show(alt)
            }
            Repeater {
                model: fields.shown.slots

                ComposerSlot {
                    id: other
                    width: column.width
                    opacity: fields.near(other) ? 1 : 0
                    composer: fields.composer
                    onEscaped: fields.escaped()
                }
            }
            Field {
                id: why
                objectName: "composer.why"
                width: parent.width
                opacity: fields.near(why) ? 1 : 0
                label: "Why this is ours to say"
                note: "shown first to approvers"
                value: fields.composer.why
                undoesItself: false
                onEdited: words => fields.composer.setWhy(words)
                onUndoAsked: again => again ? fields.composer.redo() : fields.composer.undo()
                onEscaped: fields.escaped()
                onTypingChanged: if (typing)
                    fields.show(why)
            }
            Flow {
                width: parent.width
                spacing: Theme.s2

                Repeater {
                    model: fields.shown.aims

                    ComposerAim {
                        composer: fields.composer
                    }
                }
            }
            Rectangle {
                width: parent.width
                height: Theme.hair
                color: Theme.line
                visible: fields.rows
            }
            ComposerChecks {
                width: parent.width
                visible: fields.rows
                rows: true
                shown: fields.shown
                onLeftAside: advice => fields.composer.setAside(advice)
                onBroughtBack: fields.composer.bringBack()
            }
        }
    }
}
