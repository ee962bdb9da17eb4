pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// Every template with its picture: type to find one, Up and Down to go to it, Enter to take it.
FocusScope {
    id: find

    required property ComposerScreen composer
    readonly property TemplateChoice choice: find.composer.templates

    signal escaped
    signal taken

    // What is taken by its number or by a search is seen in the list; one that is clicked is there already.
    readonly property int chosenRow: find.choice.chosenRow
    onChosenRowChanged: find.showChosen()

    function showChosen(): void {
        if (find.choice.query === "" && find.chosenRow >= 0 && find.chosenRow < list.count)
            list.positionViewAtIndex(find.chosenRow, ListView.Contain);
    }
    function write(): void {
        query.forceActiveFocus(Qt.ShortcutFocusReason);
        query.selectAll();
    }

    Item {
        id: head
        width: parent.width
        height: Theme.s8

        Words {
            text: "Templates"
            font.weight: Theme.strong
        }
        Digits {
            objectName: "composer.templates.count"
            anchors.right: parent.right
            text: list.count === find.choice.total ? find.choice.total : list.count + " of " + find.choice.total
            tone: "second"
        }
    }
    Field {
        id: query
        objectName: "composer.findQuery"
        anchors.top: head.bottom
        width: parent.width
        placeholder: "Find"
        keyText: "/"
        maximumLength: 100
        value: find.choice.query
        onEdited: words => {
            find.choice.query = words;
            list.currentIndex = 0;
        }
        onEscaped: {
            find.choice.query = "";
            find.escaped();
        }
        onAccepted: {
            if (list.count === 0)
                return;
            find.choice.chooseRow(Math.max(0, list.currentIndex));
            find.choice.query = "";
            find.showChosen();
            find.taken();
            find.escaped();
        }
        Keys.onDownPressed: list.incrementCurrentIndex()
        Keys.onUpPressed: list.decrementCurrentIndex()
    }
    ListView {
        id: list
        objectName: "composer.templates"
        anchors.top: query.bottom
        anchors.topMargin: Theme.s2
        anchors.bottom: parent.bottom
        width: parent.width + Theme.s2 // its handle stands beside the cards
        spacing: Theme.s2
        clip: true
        reuseItems: true
        cacheBuffer: Theme.ahead
        boundsBehavior: Flickable.StopAtBounds
        highlightMoveDuration: 0
        model: find.choice.rows
        T.ScrollBar.vertical: ScrollThumb {}

        delegate: ComposerTemplate {
            width: find.width
            composer: find.composer
            current: query.typing && ListView.isCurrentItem
            onClicked: find.taken()
        }
    }
    EmptyState {
        anchors.centerIn: list
        width: find.width
        visible: list.count === 0 && find.choice.query !== ""
        title: "No template is called so"
        words: "Esc shows all of them again."
    }
}
