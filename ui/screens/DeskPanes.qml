pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// Feeds, Composer and Board side by side; one of them alone; tabs where the window is narrow.
Item {
    id: floor

    required property Shell shell
    required property DeskScreen desk
    readonly property bool tabbed: width < Theme.tabsBelow
    readonly property string alone: shell.solo !== "" ? shell.solo : tabbed ? shell.tab : ""

    // How much at the left end of what is shown holds nothing that somebody writes in or presses at any moment.
    readonly property real least: floor.alone === "" || floor.alone === "feeds" ? feeds.width : Theme.templateColumn + Theme.s4

    // What stands at the foot of the feeds and is to be read at any moment: how their sources are doing.
    readonly property real foot: floor.shown("feeds") ? feeds.foot : 0

    function shown(pane: string): bool {
        return floor.alone === "" || floor.alone === pane;
    }
    function give(pane: string): void {
        const item = pane === "composer" ? composer : pane === "board" ? board : feeds;
        item.forceActiveFocus(Qt.ShortcutFocusReason);
    }
    function share(place: int, usual: real): real {
        return floor.shell.splits.length === 3 ? floor.shell.splits[place] : usual;
    }
    function remember(): void {
        if (floor.alone === "")
            floor.shell.keepSplits([feeds.width / panes.width, composer.width / panes.width, board.width / panes.width]);
    }

    // The divider at the right of the feeds while they have the keyboard, else that at the left of the board.
    // From the widths asked for: those shown follow a frame later, and a second key may come before it.
    function move(by: int): void {
        if (floor.alone !== "")
            return;
        const free = panes.width - 2 * Theme.splitter - composer.T.SplitView.minimumWidth;
        let first = Math.max(feeds.T.SplitView.minimumWidth, feeds.T.SplitView.preferredWidth);
        let last = Math.max(board.T.SplitView.minimumWidth, board.T.SplitView.preferredWidth);
        if (feeds.activeFocus)
            first = Math.max(feeds.T.SplitView.minimumWidth, Math.min(first + by * Theme.s8, free - last));
        else
            last = Math.max(board.T.SplitView.minimumWidth, Math.min(last - by * Theme.s8, free - first));
        floor.shell.keepSplits([first / panes.width, 1 - (first + last + 2 * Theme.splitter) / panes.width, last / panes.width]);
    }

    Connections {
        target: floor.shell

        function onAskedSplit(by: int): void {
            floor.move(by);
        }
    }

    Row {
        id: tabs
        visible: floor.tabbed
        height: visible ? Theme.tabBar + Theme.s2 : 0
        spacing: Theme.s1

        Tab {
            objectName: "tab.feeds"
            text: "Feeds"
            keyText: "F1"
            checked: floor.shell.tab === "feeds"
            onClicked: floor.shell.goTo("feeds")
        }
        Tab {
            objectName: "tab.composer"
            text: "Composer"
            keyText: "F2"
            checked: floor.shell.tab === "composer"
            onClicked: floor.shell.goTo("composer")
        }
        Tab {
            objectName: "tab.board"
            text: "Board"
            keyText: "F3"
            waiting: floor.desk.board.waiting
            checked: floor.shell.tab === "board"
            onClicked: floor.shell.goTo("board")
        }
    }

    // Under tabs a pane has no head of its own: what stands in it stands here.
    Row {
        id: about
        objectName: "tab.about"
        anchors.right: parent.right
        height: Theme.tabBar
        width: Math.max(0, floor.width - tabs.width - Theme.s4)
        visible: floor.tabbed
        layoutDirection: Qt.RightToLeft
        spacing: Theme.s3

        Words {
            objectName: "tab.words"
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, Math.max(0, about.width - more.width - about.spacing))
            text: floor.alone === "board" ? board.subtitle : floor.alone === "feeds" ? feeds.subtitle : composer.wide ? "" : composer.subtitle
            color: floor.alone === "board" ? Theme.tone(board.subtitleTone) : Theme.second
            font.pixelSize: Theme.small + 1
        }
        Row {
            id: more
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.s3

            Words {
                objectName: "board.median"
                anchors.verticalCenter: parent.verticalCenter
                visible: floor.alone === "board" && text !== ""
                text: floor.desk.board.median
                color: Theme.second
                font.pixelSize: Theme.small + 1
            }
            Pill {
                objectName: "board.late"
                anchors.verticalCenter: parent.verticalCenter
                visible: floor.alone === "board" && text !== ""
                text: floor.desk.board.late
                tone: "amber"
            }
            Words {
                objectName: "composer.others"
                anchors.verticalCenter: parent.verticalCenter
                visible: floor.alone === "composer" && text !== ""
                text: floor.desk.composer.others
                color: Theme.amber
                font.pixelSize: Theme.small + 1
            }
        }
    }

    T.SplitView {
        id: panes
        objectName: "panes"
        anchors.fill: parent
        anchors.topMargin: tabs.height
        orientation: Qt.Horizontal
        onResizingChanged: if (!resizing)
            floor.remember()

        handle: Item {
            implicitWidth: Theme.splitter
            implicitHeight: Theme.splitter

            Rectangle {
                anchors.centerIn: parent
                width: Theme.s0
                height: Theme.s12
                radius: width / 2
                color: parent.T.SplitHandle.pressed ? Theme.blue : parent.T.SplitHandle.hovered ? Theme.third : Theme.none
            }
        }

        FeedsPane {
            id: feeds
            objectName: "feeds"
            T.SplitView.preferredWidth: floor.alone === "" ? floor.share(0, 0.37) * panes.width : panes.width
            T.SplitView.minimumWidth: Theme.feedColumn + 2 * Theme.s4
            visible: floor.shown("feeds")
            headless: floor.tabbed
            feeds: floor.desk.feeds
            keys: floor.shell.keys
            notices: floor.desk.notices
            onSourceAsked: name => {
                floor.desk.sources.choose(name);
                floor.shell.openSheet("sources");
            }
        }
        ComposerPane {
            id: composer
            T.SplitView.fillWidth: true
            T.SplitView.minimumWidth: Theme.sheet
            visible: floor.shown("composer")
            alone: floor.alone === "composer"
            headless: floor.tabbed || composer.wide
            composer: floor.desk.composer
            news: floor.desk.composerNews
            keys: floor.shell.keys
        }
        BoardPane {
            id: board
            T.SplitView.preferredWidth: floor.alone === "" ? floor.share(2, 0.27) * panes.width : panes.width
            T.SplitView.minimumWidth: Theme.sheet - Theme.sheet / 4
            T.SplitView.fillWidth: floor.alone === "board"
            visible: floor.shown("board")
            headless: floor.tabbed
            board: floor.desk.board
            outcomes: floor.desk.outcomes
            keys: floor.shell.keys
        }
    }
}
