pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// What this person can do, each with its key; and, where something is in the way, what.
Column {
    id: buttons

    required property ReviewScreen review
    readonly property ReviewDecision decision: buttons.review.decision

    spacing: Theme.s2

    NoticeBar {
        width: parent.width
        notices: buttons.review.notices
        place: "review"
    }
    Strip {
        objectName: "review.down"
        width: parent.width
        words: buttons.review.stoodDown
        tone: "red"
    }
    Strip {
        objectName: "review.held"
        width: parent.width
        words: buttons.review.held
        tone: "amber"
    }
    Strip {
        objectName: "review.ended"
        width: parent.width
        words: buttons.review.ended
        tone: "blue"
    }
    Strip {
        objectName: "review.newer"
        width: parent.width
        words: buttons.review.newer
        tone: "amber"
        action: "Show it"
        keyText: "N"
        onActed: buttons.review.showNewest()
    }
    Words {
        width: parent.width
        visible: text !== ""
        text: buttons.review.others
        color: Theme.amber
        font.pixelSize: Theme.small + 1
    }
    Flow {
        width: parent.width
        spacing: Theme.s1
        visible: buttons.decision.approveRoles.length > 1

        Repeater {
            model: buttons.decision.approveRoles

            ActionButton {
                required property string modelData
                objectName: "review.role." + modelData
                text: "As " + modelData
                size: "small"
                kind: modelData === buttons.decision.approveRole ? "primary" : "plain"
                onClicked: buttons.decision.chooseRole(modelData)
            }
        }
    }
    Words {
        objectName: "review.whyNot"
        width: parent.width
        visible: buttons.decision.approveText !== "" && text !== ""
        text: buttons.decision.whyNot
        color: Theme.second
        font.pixelSize: Theme.small + 1
        wrapMode: Text.Wrap
    }
    ActionButton {
        objectName: "review.approve"
        width: parent.width
        height: Theme.decide
        visible: buttons.decision.approveText !== ""
        enabled: buttons.decision.canApprove
        text: buttons.decision.approveText
        keyText: "A"
        kind: "go"
        size: "large"
        explain: "Signs exactly the bytes on screen"
        onClicked: buttons.decision.approve()
    }
    ActionButton {
        objectName: "review.publish"
        width: parent.width
        height: Theme.decide
        visible: buttons.decision.canPublish
        text: "Publish…"
        keyText: "P"
        kind: "go"
        size: "large"
        explain: "Asks once more, then hands over target by target"
        onClicked: buttons.decision.publish()
    }
    Flow {
        id: others
        width: parent.width
        spacing: Theme.s2

        ActionButton {
            objectName: "review.requestButton"
            visible: buttons.decision.requestRole !== ""
            enabled: buttons.decision.canRequest
            text: "Request changes"
            keyText: "R"
            onClicked: buttons.decision.openForm("request")
        }
        ActionButton {
            objectName: "review.edit"
            visible: buttons.decision.canEdit
            text: "Edit"
            keyText: "E"
            onClicked: buttons.decision.edit()
        }
        ActionButton {
            objectName: "review.holdButton"
            visible: buttons.decision.canHold
            text: "Hold…"
            keyText: "H"
            onClicked: buttons.decision.openForm("hold")
        }
        ActionButton {
            objectName: "review.release"
            visible: buttons.decision.canRelease
            text: "Release"
            keyText: "H"
            onClicked: buttons.decision.release()
        }
        ActionButton {
            objectName: "review.killButton"
            visible: buttons.decision.canKill
            text: "Kill…"
            keyText: "X"
            kind: "danger"
            onClicked: buttons.decision.openForm("kill")
        }
    }
}
