pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// Every post that is kept: type, and Enter brings its feed to that time.
Sheet {
    id: sheet

    required property FeedSearch search

    open: search.open
    title: "Search every post"
    sheetWidth: Theme.sheetWide
    onDismissed: search.close()
    Component.onCompleted: {
        query.set(sheet.search.query);
        query.forceActiveFocus();
        query.selectAll();
    }

    Field {
        id: query
        objectName: "search.query"
        width: sheet.inner
        placeholder: "lights \"went out\" -joke"
        maximumLength: 400
        onEdited: text => {
            sheet.search.typed(text);
            list.currentIndex = 0;
        }
        onEscaped: sheet.search.close()
        onAccepted: if (list.count > 0) // not by the row's item, which is there a frame later
            sheet.search.go(sheet.search.rows.at(Math.max(0, list.currentIndex), "id"))
        Keys.onDownPressed: list.incrementCurrentIndex()
        Keys.onUpPressed: list.decrementCurrentIndex()
    }
    Row {
        spacing: Theme.s2

        Words {
            objectName: "search.state"
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, sheet.inner - (again.visible ? again.width + Theme.s2 : 0))
            text: sheet.search.state
            color: sheet.search.failed ? Theme.red : Theme.third
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
        }
        ActionButton {
            id: again
            objectName: "search.again"
            visible: sheet.search.failed
            text: "Try again"
            size: "small"
            onClicked: sheet.search.again()
        }
    }
    ListView {
        id: list
        objectName: "search.list"
        width: sheet.inner
        height: Theme.foundPost * 7
        clip: true
        T.ScrollBar.vertical: ScrollThumb {}
        cacheBuffer: Theme.ahead
        model: sheet.search.rows
        boundsBehavior: Flickable.StopAtBounds
        highlightMoveDuration: 0
        onContentYChanged: if (contentY + 2 * height > originY + contentHeight)
            sheet.search.older()
        delegate: FoundPost {
            width: ListView.view.width
            current: ListView.isCurrentItem
            onPicked: sheet.search.go(id)
        }
    }
}
