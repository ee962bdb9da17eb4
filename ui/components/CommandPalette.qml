pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// Every command with its key: type a few letters, Enter does it.
Sheet {
    id: palette

    required property KeyTable keys

    signal picked(string id)

    title: "Commands"
    sheetWidth: Theme.sheetWide
    onOpenChanged: if (open) {
        query.clear();
        list.currentIndex = 0;
        query.forceActiveFocus();
    }

    Field {
        id: query
        objectName: "palette.query"
        width: parent.width
        placeholder: "What do you want to do?"
        onEdited: text => {
            palette.keys.query = text;
            list.currentIndex = 0;
        }
        onEscaped: palette.dismissed()
        onAccepted: if (list.currentItem)
            palette.picked((list.currentItem as CommandLine).id)
        Keys.onDownPressed: list.incrementCurrentIndex()
        Keys.onUpPressed: list.decrementCurrentIndex()
    }
    ListView {
        id: list
        objectName: "palette.list"
        width: parent.width
        height: Math.min(contentHeight, Theme.button * 10)
        clip: true
        T.ScrollBar.vertical: ScrollThumb {}
        cacheBuffer: Theme.ahead
        model: palette.keys.found
        boundsBehavior: Flickable.StopAtBounds
        highlightMoveDuration: 0
        delegate: CommandLine {
            width: ListView.view.width
            current: ListView.isCurrentItem
            onPicked: palette.picked(id)
        }
    }
    Words {
        visible: list.count === 0
        text: "No command is called that."
        color: Theme.third
    }
}
