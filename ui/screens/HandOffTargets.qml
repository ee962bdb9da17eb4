pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// Every target with its state; how long it took so far, by stage.
Pane {
    id: list

    required property HandOffScreen handoff
    property int dropping: -1

    signal fieldLeft

    title: "Hand-off"
    subtitle: list.handoff.title

    Column {
        id: head
        width: parent.width
        spacing: Theme.s3

        Item {
            width: parent.width
            height: clocks.height

            Column {
                id: clocks
                spacing: Theme.s0

                Words {
                    text: list.handoff.published ? "From the moment to published" : "Since the moment"
                    color: Theme.second
                    font.pixelSize: Theme.small
                }
                Digits {
                    objectName: "handoff.since"
                    text: list.handoff.sinceMoment
                    reserve: "00:00"
                    tone: list.handoff.published ? "green" : "amber"
                    horizontalAlignment: Text.AlignLeft
                    font.pixelSize: Theme.display
                }
            }
        }
        StageBar {
            objectName: "handoff.stages"
            width: parent.width
            withClocks: true
            stages: list.handoff.stages
        }
        Strip {
            objectName: "handoff.published"
            width: parent.width
            words: list.handoff.publishedWords
            tone: "green"
        }
        Strip {
            objectName: "handoff.blocked"
            width: parent.width
            words: list.handoff.blocked
            tone: "red"
        }
        NoticeBar {
            width: parent.width
            notices: list.handoff.notices
            place: "handoff"
        }
    }
    ListView {
        id: rows
        objectName: "handoff.targets"
        anchors.top: head.bottom
        anchors.topMargin: Theme.s3
        anchors.bottom: back.top
        anchors.bottomMargin: Theme.s3
        width: parent.width + Theme.s2 // its handle stands beside the rows
        spacing: Theme.s2
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        cacheBuffer: Theme.ahead
        model: list.handoff.targets
        T.ScrollBar.vertical: ScrollThumb {}

        delegate: HandOffRow {
            width: head.width
            handoff: list.handoff
            onAskedDrop: place => list.dropping = place
        }
    }
    ActionButton {
        id: back
        objectName: "handoff.back"
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.leftMargin: -Theme.s4
        text: "Back"
        keyText: "Esc"
        kind: "quiet"
        onClicked: list.handoff.close()
    }
    ConfirmSheet {
        objectName: "handoff.drop"
        parent: list.parent
        open: list.dropping >= 0
        title: "Leave this target out?"
        words: "Nothing goes there from this item any more. The others go on."
        action: "Leave it out"
        asksReason: true
        reasonNeeded: true
        onDismissed: {
            list.dropping = -1;
            list.fieldLeft();
        }
        onConfirmed: reason => {
            const place = list.dropping;
            list.dropping = -1;
            list.handoff.drop(place, reason);
            list.fieldLeft();
        }
    }
}
