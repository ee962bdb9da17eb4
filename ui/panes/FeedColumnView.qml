pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// One live column, newest first.
Item {
    id: view

    required property FeedColumn modelData
    required property int index
    required property Feeds feeds
    property bool current: false
    property bool focused: false

    signal entered

    objectName: "column." + index
    Accessible.role: Accessible.List
    Accessible.name: modelData.name + ", " + modelData.note

    Item {
        id: header
        width: parent.width
        height: Theme.s6

        Rectangle {
            id: mark
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.s0 + Theme.hair
            height: Theme.s4
            color: Theme.topic(view.modelData.colour)
        }
        Words {
            anchors.left: mark.right
            anchors.leftMargin: Theme.s2
            anchors.right: note.left
            anchors.rightMargin: Theme.s2
            anchors.verticalCenter: parent.verticalCenter
            text: view.modelData.name
            color: view.current && view.focused ? Theme.first : Theme.second
            font.weight: Theme.strong
        }
        Words {
            id: note
            objectName: "column." + view.index + ".note"
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            text: view.modelData.note
            color: view.modelData.running ? Theme.third : Theme.amber
            font.pixelSize: Theme.small
        }
    }

    ListView {
        id: posts
        objectName: "column." + view.index + ".posts"
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: header.bottom
        anchors.topMargin: Theme.s1
        anchors.bottom: parent.bottom
        clip: true
        spacing: Theme.s2
        bottomMargin: Theme.s4
        model: view.modelData.posts
        boundsBehavior: Flickable.StopAtBounds
        keyNavigationEnabled: false
        reuseItems: false
        cacheBuffer: Theme.sheet
        currentIndex: -1
        T.ScrollBar.vertical: ScrollThumb {}

        delegate: PostCard {
            width: ListView.view.width
            feeds: view.feeds
            onPicked: {
                view.entered();
                view.modelData.choose(id);
            }
            onOpened: view.modelData.open(id)
        }

        onContentYChanged: {
            view.modelData.away = contentY > originY + Theme.s4;
            if (view.modelData.away && contentY + 2 * height > originY + contentHeight)
                view.feeds.fetchOlder(view.index);
        }

        HoverHandler {
            onHoveredChanged: view.modelData.pointed = hovered
        }
        TapHandler {
            onTapped: view.entered()
        }

        Connections {
            target: view.modelData

            function onToTop(): void {
                posts.positionViewAtBeginning();
            }
            function onChosenChanged(): void {
                if (view.modelData.row >= 0)
                    posts.positionViewAtIndex(view.modelData.row, ListView.Contain);
            }
        }
    }

    ActionButton {
        objectName: "column." + view.index + ".new"
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.s2
        visible: view.modelData.waiting > 0 && !view.modelData.running
        text: view.modelData.waiting + " new"
        size: "small"
        kind: "primary"
        keyText: view.current && view.focused ? "Home" : ""
        onClicked: view.modelData.back()
    }

    EmptyState {
        anchors.fill: posts
        visible: posts.count === 0
        title: view.feeds.came ? "No post yet" : "Reading the feeds…"
        words: view.feeds.came ? view.feeds.silence : ""
    }
}
