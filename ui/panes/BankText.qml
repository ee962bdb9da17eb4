pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// One text of what goes into the bank: the whole of it made a blank with one key, or a part marked as {name=words}.
Row {
    id: line

    required property string key
    required property string label
    required property string text
    required property string problem
    required property BankPut put

    function write(): void {
        field.forceActiveFocus();
    }
    function set(words: string): void {
        field.set(words);
    }

    spacing: Theme.s2

    Field {
        id: field
        objectName: "put.text." + line.key
        width: line.width - whole.width - Theme.s2
        label: line.label
        problem: line.problem
        onEdited: words => line.put.write(line.key, words)
        onEscaped: line.put.close()
    }
    ActionButton {
        id: whole
        objectName: "put.mark." + line.key
        y: Theme.s6 + (Theme.fieldHeight - Theme.buttonSmall) / 2
        text: "Blank"
        size: "small"
        explain: "Make all of " + line.label.toLowerCase() + " a blank, or none of it"
        onClicked: line.put.mark(line.key)
    }
}
