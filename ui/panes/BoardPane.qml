pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// What the room works on, by state. While the pointer is over the list nothing in it moves.
Pane {
    id: pane

    required property BoardScreen board
    required property KeyTable keys
    property Outcomes outcomes: null
    // Beside a review: no buttons in the rows, and a click opens the item.
    property bool compact: false
    property real foot: 0 // left free below the rows

    objectName: "board"
    title: "Board"
    subtitle: pane.board.subtitle
    subtitleTone: pane.board.subtitleTone
    keyText: "F3"
    Keys.onPressed: event => event.accepted = pane.keys.press("board", event.key, event.modifiers, event.text, event.isAutoRepeat)

    trailing: [
        Pill {
            objectName: "board.late"
            anchors.verticalCenter: parent.verticalCenter
            visible: pane.board.late !== ""
            text: pane.board.late
            tone: "amber"
        },
        Words {
            objectName: "board.median"
            anchors.verticalCenter: parent.verticalCenter
            visible: !pane.compact && text !== ""
            text: pane.board.median
            color: Theme.second
            font.pixelSize: Theme.small + 1
        }
    ]

    NoticeBar {
        id: notes
        width: parent.width
        notices: pane.board.notices
        place: "board"
    }

    Loader {
        id: results
        anchors.top: notes.bottom
        anchors.topMargin: notes.height > 0 ? Theme.s2 : 0
        width: parent.width
        active: pane.outcomes !== null && !pane.compact
        height: active ? implicitHeight : 0
        sourceComponent: BoardOutcomes {
            width: results.width
            outcomes: pane.outcomes
        }
    }
    ListView {
        id: list
        objectName: "board.list"
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: results.bottom
        anchors.topMargin: notes.height > 0 || results.height > 0 ? Theme.s2 : 0
        anchors.bottom: parent.bottom
        anchors.bottomMargin: pane.foot
        anchors.rightMargin: -Theme.s2
        model: pane.board.rows
        currentIndex: pane.board.chosenIndex
        keyNavigationEnabled: false
        highlightFollowsCurrentItem: true
        highlightMoveDuration: 0
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        focus: true
        Accessible.role: Accessible.List
        Accessible.name: "Items"
        T.ScrollBar.vertical: ScrollThumb {}

        HoverHandler {
            onHoveredChanged: pane.board.hold(hovered)
        }

        delegate: BoardRow {
            width: list.width - Theme.s2
            board: pane.board
            focused: pane.activeFocus
            compact: pane.compact
        }
    }

    EmptyState {
        anchors.centerIn: parent
        width: parent.width
        visible: pane.board.empty
        title: "Nothing on the board yet"
        words: "A moment that is decided go and written becomes an item here."
    }
}
