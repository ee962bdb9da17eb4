pragma ComponentBehavior: Bound

import QtQml.Models
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
            id: name
            anchors.left: mark.right
            anchors.leftMargin: Theme.s2
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(Math.ceil(implicitWidth), Math.max(header.width / 2, header.width - note.implicitWidth - last.width - 2 * Theme.s3 - Theme.s2) - x)
            text: view.modelData.name
            color: view.current && view.focused ? Theme.first : Theme.second
            font.weight: Theme.strong
        }
        Digits {
            id: last
            objectName: "column." + view.index + ".last"
            anchors.left: name.right
            anchors.leftMargin: Theme.s2
            anchors.verticalCenter: parent.verticalCenter
            text: view.modelData.last
            reserve: "00m"
            tone: "third"
            horizontalAlignment: Text.AlignLeft
            font.pixelSize: Theme.small
            Accessible.role: Accessible.StaticText
            Accessible.name: "newest post " + text + " ago"
        }
        Words {
            id: note
            objectName: "column." + view.index + ".note"
            anchors.left: last.right
            anchors.leftMargin: Theme.s2
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            horizontalAlignment: Text.AlignRight
            text: view.modelData.note
            color: view.modelData.running ? Theme.third : Theme.amber
            font.pixelSize: Theme.small
        }
    }
    // There while anything is left out of any column, so that a first hidden post moves nothing.
    Item {
        id: sifted
        anchors.top: header.bottom
        width: parent.width
        height: view.feeds.sifted ? Theme.s6 : 0
        visible: view.feeds.sifted

        FeedChip {
            id: filter
            objectName: "column." + view.index + ".filter"
            visible: text !== ""
            width: visible ? Math.min(implicitWidth, sifted.width - (muted.visible ? muted.width + Theme.s1 : 0)) : 0
            text: view.modelData.filtered
            keyText: "F"
            onClicked: {
                view.entered();
                view.feeds.askFilter();
            }
        }
        FeedChip {
            id: muted
            objectName: "column." + view.index + ".muted"
            anchors.right: parent.right
            visible: text !== ""
            text: view.modelData.hidden
            tone: "second"
            keyText: "U"
            onClicked: {
                view.entered();
                view.feeds.askMutes();
            }
        }
    }

    ListView {
        id: posts
        property int marked: -1
        property real offset: 0

        objectName: "column." + view.index + ".posts"
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: sifted.bottom
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

        delegate: DelegateChooser {
            role: "kind"

            DelegateChoice {
                roleValue: "bar"

                FeedBar {
                    width: posts.width
                    feeds: view.feeds
                    topic: view.modelData.name
                }
            }
            DelegateChoice {
                PostCard {
                    width: posts.width
                    feeds: view.feeds
                    onPicked: {
                        view.entered();
                        view.modelData.choose(id);
                    }
                    onShown: view.modelData.open(id)
                }
            }
        }

        onContentYChanged: {
            view.modelData.away = contentY > originY + Theme.s4;
            if (view.modelData.away && contentY + 2 * height > originY + contentHeight)
                view.feeds.fetchOlder(view.index);
            if (view.modelData.earlier && contentY < originY + height)
                view.feeds.fetchNewer(view.index);
            looking.restart();
        }
        onCountChanged: looking.restart()
        onHeightChanged: looking.restart()
        onContentHeightChanged: looking.restart()

        // What flashes by is not looked at.
        Timer {
            id: looking
            interval: Theme.settle
            onTriggered: {
                const first = posts.indexAt(1, posts.contentY + Theme.s2 + 1);
                const last = posts.indexAt(1, posts.contentY + posts.height - Theme.s2 - 1);
                view.modelData.sees(first, last < 0 ? posts.count - 1 : last);
            }
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
            function onToRow(row: int): void {
                posts.positionViewAtIndex(row, ListView.Center);
            }
            // What is put before the row that is read moves it not.
            function onNewerComes(): void {
                posts.marked = posts.indexAt(1, posts.contentY + Theme.s2);
                posts.offset = posts.marked < 0 ? 0 : posts.contentY - posts.itemAtIndex(posts.marked).y;
            }
            function onNewerCame(count: int): void {
                if (posts.marked < 0)
                    return;
                posts.positionViewAtIndex(posts.marked + count, ListView.Beginning);
                posts.contentY = posts.itemAtIndex(posts.marked + count).y + posts.offset;
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
        visible: text !== ""
        text: view.modelData.wayBack
        size: "small"
        kind: "primary"
        keyText: view.current && view.focused ? "Home" : ""
        onClicked: view.modelData.back()
    }

    EmptyState {
        anchors.fill: posts
        visible: posts.count === 0
        title: !view.feeds.came ? "Reading the feeds…" : view.modelData.filtered !== "" ? "No post passes the filter" : "No post yet"
        words: !view.feeds.came ? "" : view.modelData.filtered !== "" ? view.modelData.filtered + ". F changes it." : view.feeds.silence
    }
}
