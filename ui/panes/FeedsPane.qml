pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// A live column for each topic. The list under the pointer never moves.
Pane {
    id: pane

    required property Feeds feeds
    required property KeyTable keys
    required property Notices notices
    signal sourceAsked(string name)

    readonly property int fitting: Math.max(1, Math.min(pane.feeds.shown.count, Math.floor((list.width + Theme.s3) / (Theme.feedColumn + Theme.s3))))

    readonly property real foot: sources.height + Theme.s3

    // Whole columns, whatever the pane's width has become.
    function align(): void {
        list.positionViewAtIndex(Math.max(0, Math.min(list.currentIndex, list.count - pane.fitting)), ListView.Beginning);
    }

    title: "Feeds"
    subtitle: pane.feeds.summary
    keyText: "F1"
    Keys.onPressed: event => event.accepted = pane.keys.press("feeds", event.key, event.modifiers, event.text, event.isAutoRepeat)

    NoticeBar {
        id: notes
        anchors.top: parent.top
        width: parent.width
        notices: pane.notices
        place: "feeds"
    }

    ListView {
        id: list
        objectName: "feeds.columns"
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: notes.bottom
        anchors.topMargin: notes.height > 0 ? Theme.s2 : 0
        anchors.bottom: sources.top
        anchors.bottomMargin: Theme.s2
        orientation: ListView.Horizontal
        spacing: Theme.s3
        model: pane.feeds.shown
        currentIndex: pane.feeds.current
        boundsBehavior: Flickable.StopAtBounds
        interactive: pane.fitting < count
        keyNavigationEnabled: false
        highlightMoveDuration: Theme.calm
        clip: true
        focus: true
        onWidthChanged: aligning.restart()

        Timer {
            id: aligning
            interval: 0
            onTriggered: pane.align()
        }

        delegate: FeedColumnView {
            width: Math.floor((list.width - (pane.fitting - 1) * Theme.s3) / pane.fitting)
            height: list.height
            feeds: pane.feeds
            current: ListView.isCurrentItem
            focused: pane.activeFocus
            onEntered: {
                pane.feeds.go(index);
                list.forceActiveFocus();
            }
        }
    }

    Flow {
        id: sources

        // Beside the last pill; on a line of its own where hardly a word would fit there.
        property real beside: width
        onPositioningComplete: {
            const last = pills.count > 0 ? pills.itemAt(pills.count - 1) : null;
            const left = last ? width - last.x - last.width - spacing : width;
            beside = left > Theme.feedColumn / 2 ? left : width;
        }

        objectName: "feeds.sources"
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        spacing: Theme.s2

        Repeater {
            id: pills
            model: pane.feeds.sources

            Pill {
                id: pill

                required property string name
                required property string words
                required tone
                objectName: "source." + name
                text: words
                widest: sources.width
                Accessible.role: Accessible.Button
                Accessible.description: "Opens the sources in full (F6)"
                Accessible.onPressAction: pane.sourceAsked(name)

                TapHandler {
                    onTapped: pane.sourceAsked(pill.name)
                }
            }
        }
        Words {
            objectName: "feeds.volumes"
            visible: text !== ""
            height: Theme.pill
            width: Math.min(Math.ceil(implicitWidth), sources.beside)
            text: pane.feeds.volumes
            color: Theme.third
            font.pixelSize: Theme.small
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }
}
