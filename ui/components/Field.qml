pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui

// A text field with its label, a note at the label's right, and what is wrong below it.
// `lines` over 1 makes it as high as that many lines, scrolling beyond. Esc leaves it (`escaped`), Return in one line is `accepted`.
// Bind `value` to what the program holds; `text` is what stands in the field; `edited` comes only from the person.
FocusScope {
    id: field

    property string label: ""
    property string note: ""
    property string noteTone: "second"
    property string problem: ""
    property string placeholder: ""
    property string keyText: ""
    property int lines: 1
    property bool readOnly: false
    property bool strongText: false
    property bool mono: false
    property bool undoesItself: true
    // Asked first at Ctrl+V: whether what is on the clipboard went elsewhere (a picture, where words are written).
    property var takesPaste: null
    // Asked before a paste, with `maximumLength`: what of the clipboard's words to take instead of all; empty: all of them.
    property var shortens: null
    property int maximumLength: 32767
    // Letters beyond that, which were not taken: said below the field.
    property int leftOut: 0
    property string value: ""
    readonly property string text: area.text
    readonly property bool typing: area.activeFocus
    readonly property Item editor: area

    signal edited(string text)
    signal accepted(string text)
    signal escaped
    // Ctrl+Z and Ctrl+Shift+Z where `undoesItself` is off.
    signal undoAsked(bool again)

    // What comes from elsewhere, as by undo: the cursor goes where it differs.
    function set(words: string): void {
        const before = area.text;
        if (before === words)
            return;
        let same = 0;
        const most = Math.min(before.length, words.length);
        while (same < most && before.charCodeAt(before.length - 1 - same) === words.charCodeAt(words.length - 1 - same))
            same++;
        area.text = words;
        if (area.activeFocus)
            area.cursorPosition = area.length - Math.min(same, area.length);
    }
    // A word without end takes the layout seconds: it is never let in whole.
    function pasteSome(): bool {
        const words = field.shortens !== null ? field.shortens(field.maximumLength) : "";
        if (words === "")
            return false;
        area.remove(area.selectionStart, area.selectionEnd);
        area.insert(area.cursorPosition, words.slice(0, field.maximumLength - area.length));
        field.leftOut = 1;
        return true;
    }
    // How much of what stands before the cursor Backspace takes: an emoji of several parts goes whole, as it came. 0: as usual.
    function wholeEmoji(): int {
        const before = area.text.slice(Math.max(0, area.cursorPosition - 64), area.cursorPosition);
        const flags = before.match(/(?:\uD83C[\uDDE6-\uDDFF])+$/);
        if (flags !== null)
            return flags[0].length % 4 === 0 ? 4 : 0;
        const one = "(?:[\u00A9\u00AE\u203C-\u3299]|[\uD83C-\uD83E][\uDC00-\uDFFF])\uFE0F?(?:\uD83C[\uDFFB-\uDFFF])?";
        const found = before.match(new RegExp("(?:[#*0-9]\uFE0F?\u20E3|" + one + "(?:\u200D" + one + ")*(?:\uDB40[\uDC20-\uDC7F])*)$"));
        return found !== null && found[0].length > 1 ? found[0].length : 0;
    }
    function selectAll(): void {
        area.selectAll();
    }
    function clear(): void {
        area.text = "";
    }

    onValueChanged: field.set(value)
    Component.onCompleted: field.set(value)

    implicitWidth: Theme.feedColumn
    implicitHeight: column.implicitHeight

    Column {
        id: column
        width: parent.width
        spacing: Theme.s1 + Theme.s0

        Item {
            width: parent.width
            height: Theme.s4
            visible: field.label !== "" || field.note !== ""

            Words {
                id: labelText
                anchors.left: parent.left
                anchors.right: noteText.left
                anchors.verticalCenter: parent.verticalCenter
                text: field.label
                color: Theme.second
                font.pixelSize: Theme.small
            }
            Words {
                id: noteText
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, parent.width - Math.min(labelText.implicitWidth + Theme.s2, parent.width / 2))
                text: field.note
                color: Theme.tone(field.noteTone)
                font.pixelSize: Theme.small
            }
        }

        Rectangle {
            width: parent.width
            height: Math.max(Theme.fieldHeight, field.lines > 1 ? Math.ceil(metrics.lineSpacing) * field.lines + 2 * Theme.s3 : Theme.fieldHeight)
            radius: Theme.radiusButton
            color: area.activeFocus ? Theme.well : Theme.card
            border.width: area.activeFocus ? Theme.ring : Theme.hair
            border.color: field.problem !== "" ? Theme.red : area.activeFocus ? Theme.blue : Theme.line

            FontMetrics {
                id: metrics
                font: area.font
            }

            Flickable {
                id: flick
                anchors.fill: parent
                anchors.leftMargin: Theme.s3
                anchors.rightMargin: cap.visible ? cap.width + Theme.s4 : Theme.s3
                anchors.topMargin: field.lines > 1 ? Theme.s3 : 0 // whole lines: no half of one below
                anchors.bottomMargin: field.lines > 1 ? Theme.s3 : 0
                contentWidth: field.lines > 1 ? width : Math.max(width, area.implicitWidth)
                contentHeight: Math.max(height, area.implicitHeight)
                clip: interactive // never more than needed: one clip within another, wholly outside it, is not kept to by the software renderer
                interactive: contentHeight > height || contentWidth > width
                boundsBehavior: Flickable.StopAtBounds
                T.ScrollBar.vertical: ScrollThumb {}

                T.TextArea.flickable: T.TextArea {
                    id: area
                    objectName: field.objectName !== "" ? field.objectName + ".input" : ""
                    focus: true
                    padding: 0
                    // What the field scrolls by: without these the cursor leaves it below.
                    implicitWidth: contentWidth + leftPadding + rightPadding
                    implicitHeight: contentHeight + topPadding + bottomPadding
                    readOnly: field.readOnly
                    textFormat: TextEdit.PlainText
                    color: Theme.first
                    selectionColor: Theme.blue
                    selectedTextColor: Theme.onSignal
                    selectByMouse: true
                    activeFocusOnTab: true
                    font.family: field.mono ? Theme.mono : Theme.sans
                    font.pixelSize: Theme.body
                    font.weight: field.strongText ? Theme.strong : Theme.regular
                    wrapMode: field.lines > 1 ? TextEdit.Wrap : TextEdit.NoWrap
                    verticalAlignment: field.lines > 1 ? TextEdit.AlignTop : TextEdit.AlignVCenter
                    Accessible.role: Accessible.EditableText
                    Accessible.name: field.label !== "" ? field.label : field.placeholder
                    Accessible.description: field.problem !== "" ? field.problem : field.note

                    property string before: ""

                    onTextChanged: {
                        if (field.lines === 1 && /[\n\r]/.test(area.text)) {
                            area.text = area.text.replace(/[\n\r]+/g, " ");
                            area.cursorPosition = area.length;
                            return;
                        }
                        if (area.length > field.maximumLength) {
                            field.leftOut += area.length - field.maximumLength;
                            area.remove(field.maximumLength, area.length);
                            return;
                        }
                        if (area.length < field.maximumLength)
                            field.leftOut = 0;
                        if (area.activeFocus && area.text !== area.before)
                            field.edited(area.text);
                        area.before = area.text;
                    }
                    Keys.onPressed: event => {
                        const again = event.matches(StandardKey.Redo);
                        if (!field.undoesItself && (again || event.matches(StandardKey.Undo))) {
                            event.accepted = true;
                            field.undoAsked(again);
                        } else if (event.key === Qt.Key_Backspace && event.modifiers === Qt.NoModifier && area.selectionStart === area.selectionEnd && field.wholeEmoji() > 0) {
                            event.accepted = true;
                            area.remove(area.cursorPosition - field.wholeEmoji(), area.cursorPosition);
                        } else if (event.matches(StandardKey.Paste) && field.takesPaste !== null) {
                            event.accepted = field.takesPaste() || field.pasteSome();
                        } else {
                            event.accepted = false;
                        }
                    }
                    Keys.onEscapePressed: event => {
                        event.accepted = true;
                        field.escaped();
                    }
                    Keys.onTabPressed: event => {
                        event.accepted = true;
                        const next = area.nextItemInFocusChain(true);
                        if (next)
                            next.forceActiveFocus(Qt.TabFocusReason);
                    }
                    Keys.onBacktabPressed: event => {
                        event.accepted = true;
                        const before = area.nextItemInFocusChain(false);
                        if (before)
                            before.forceActiveFocus(Qt.BacktabFocusReason);
                    }
                    Keys.onReturnPressed: event => {
                        event.accepted = field.lines === 1;
                        if (field.lines === 1 && !(event.modifiers & Qt.ControlModifier))
                            field.accepted(area.text);
                    }
                    Keys.onEnterPressed: event => {
                        event.accepted = field.lines === 1;
                        if (field.lines === 1 && !(event.modifiers & Qt.ControlModifier))
                            field.accepted(area.text);
                    }
                }
            }

            Words {
                anchors.fill: flick
                verticalAlignment: field.lines > 1 ? Text.AlignTop : Text.AlignVCenter
                visible: area.length === 0 && area.preeditText === ""
                text: field.placeholder
                color: Theme.third
                font.family: field.mono ? Theme.mono : Theme.sans
            }
            KeyCap {
                id: cap
                anchors.right: parent.right
                anchors.rightMargin: Theme.s3
                anchors.verticalCenter: parent.verticalCenter
                text: field.keyText
                visible: field.keyText !== "" && !area.activeFocus
            }
        }

        Words {
            objectName: field.objectName !== "" ? field.objectName + ".leftOut" : ""
            width: parent.width
            visible: field.leftOut > 0
            text: "Only the first " + field.maximumLength.toLocaleString(Qt.locale("en_US"), "f", 0) + " characters were taken."
            color: Theme.amber
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
        }
        Words {
            width: parent.width
            visible: field.problem !== ""
            text: field.problem
            color: Theme.red
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
        }
    }
}
