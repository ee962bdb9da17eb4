pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// An approver deciding: the board at the left, the picture large, the decision at the right.
FocusScope {
    id: page

    required property ReviewScreen review
    required property MomentNews news
    required property BoardScreen board
    required property KeyTable keys
    readonly property ReviewDecision decision: page.review.decision
    readonly property alias listWidth: list.width

    objectName: "review"
    focus: true
    Accessible.role: Accessible.Pane
    Accessible.name: "Review"
    Keys.onPressed: event => event.accepted = page.keys.press("review", event.key, event.modifiers, event.text, event.isAutoRepeat)

    Connections {
        target: page.decision

        function onFormChanged(): void {
            if (page.decision.form === "comment")
                panel.writeComment();
            else if (page.decision.form === "")
                stage.forceActiveFocus();
        }
    }

    BoardPane {
        id: list
        objectName: "review.board"
        width: Math.round(Math.min(Math.max(page.width * 0.225, Theme.boardLeast), Theme.boardMost))
        height: parent.height
        compact: true
        foot: back.height + Theme.s2
        board: page.board
        keys: page.keys
        focus: false
    }
    ActionButton {
        id: back
        objectName: "review.back"
        anchors.left: list.left
        anchors.bottom: list.bottom
        anchors.bottomMargin: Theme.s3
        text: "Back"
        keyText: "Esc"
        kind: "quiet"
        onClicked: page.review.close()
    }
    Strip {
        id: turned
        objectName: "review.news"
        anchors.left: stage.left
        anchors.right: panel.right
        words: page.news.words !== "" ? page.news.title + ": " + page.news.words : ""
        tone: page.news.tone
        action: "Noted"
        keyText: "Shift+N"
        onActed: page.news.note()
    }
    ReviewStageView {
        id: stage
        y: turned.visible ? turned.height + Theme.s3 : 0
        anchors.left: list.right
        anchors.leftMargin: Theme.s3
        anchors.right: panel.left
        anchors.rightMargin: Theme.s3
        height: parent.height - y
        review: page.review
        focus: true
    }
    ReviewPanel {
        id: panel
        anchors.right: parent.right
        width: Math.round(Math.min(Math.max(page.width * 0.245, Theme.panelLeast), Theme.panelMost))
        y: stage.y
        height: parent.height - y
        review: page.review
        onFieldLeft: stage.forceActiveFocus()
    }

    ConfirmSheet {
        objectName: "review.request"
        open: page.decision.form === "request"
        title: page.decision.requestText
        words: "It goes back to its writer with what you write here. Sign-offs of other roles stand until something is changed."
        action: "Request changes"
        kind: "primary"
        asksReason: true
        reasonNeeded: true
        reasonLabel: "What has to change"
        onDismissed: page.decision.closeForm()
        onConfirmed: reason => page.decision.requestChanges(reason)
    }
    ConfirmSheet {
        objectName: "review.hold"
        open: page.decision.form === "hold"
        title: "Hold “" + page.review.title + "”?"
        words: "Nobody can sign or publish it, and its limits stand still, until you or a producer releases it."
        action: "Hold"
        kind: "primary"
        asksReason: true
        reasonNeeded: true
        onDismissed: page.decision.closeForm()
        onConfirmed: reason => page.decision.hold(reason)
    }
    ConfirmSheet {
        objectName: "review.kill"
        open: page.decision.form === "kill"
        title: "Kill “" + page.review.title + "”?"
        words: page.decision.killWords
        action: "Kill for good"
        asksReason: true
        reasonNeeded: true
        onDismissed: page.decision.closeForm()
        onConfirmed: reason => page.decision.kill(reason)
    }
}
