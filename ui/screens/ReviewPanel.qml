pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// The decision: how long it waits and for whom, what goes out, who said what, and the buttons that say what they do.
Pane {
    id: panel

    required property ReviewScreen review
    readonly property ReviewDecision decision: panel.review.decision

    signal fieldLeft

    function writeComment(): void {
        comment.forceActiveFocus(Qt.ShortcutFocusReason);
        flick.contentY = Math.max(0, flick.contentHeight - flick.height);
    }

    headless: true

    Item {
        id: clocks
        width: parent.width
        height: column.implicitHeight

        Column {
            id: column
            width: parent.width
            spacing: Theme.s1

            Item {
                width: parent.width
                height: waiting.height

                Words {
                    id: waiting
                    objectName: "review.waiting"
                    text: panel.review.waiting
                    color: Theme.second
                }
                Words {
                    anchors.right: parent.right
                    text: "Since the moment"
                    color: Theme.second
                    font.pixelSize: Theme.small
                }
            }
            Item {
                width: parent.width
                height: big.height

                Digits {
                    id: big
                    objectName: "review.clock"
                    text: panel.review.waitingClock
                    tone: panel.review.waitingTone
                    reserve: "00:00"
                    horizontalAlignment: Text.AlignLeft
                    font.pixelSize: Theme.huge
                }
                Digits {
                    anchors.right: parent.right
                    text: panel.review.sinceMoment
                    tone: "second"
                    reserve: "00:00"
                    font.pixelSize: Theme.title
                }
            }
            Words {
                objectName: "review.left"
                width: parent.width
                visible: text !== ""
                text: panel.review.left
                color: Theme.second
                font.family: Theme.mono
                font.pixelSize: Theme.small
            }
            StageBar {
                objectName: "review.stages"
                width: parent.width
                stages: panel.review.stages
            }
        }
    }

    Flickable {
        id: flick
        anchors.top: clocks.bottom
        anchors.topMargin: Theme.s3
        anchors.bottom: foot.top
        anchors.bottomMargin: Theme.s3
        width: parent.width
        contentWidth: width
        contentHeight: facts.implicitHeight
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentHeight > height
        clip: true
        T.ScrollBar.vertical: ScrollThumb {}

        Column {
            id: facts
            width: flick.width - Theme.s2
            spacing: Theme.s3

            ReviewFacts {
                width: parent.width
                review: panel.review
            }
            ReviewSignings {
                width: parent.width
                review: panel.review
            }
            ReviewComments {
                width: parent.width
                review: panel.review
            }
            Field {
                id: comment
                objectName: "review.comment"
                width: parent.width
                placeholder: "Comment"
                keyText: "C"
                onAccepted: words => {
                    panel.decision.comment(words);
                    comment.clear();
                    panel.fieldLeft();
                }
                onEscaped: {
                    panel.decision.closeForm();
                    panel.fieldLeft();
                }
            }
        }
    }

    ReviewButtons {
        id: foot
        anchors.bottom: parent.bottom
        width: parent.width
        review: panel.review
    }
}
