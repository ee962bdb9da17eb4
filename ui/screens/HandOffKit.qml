pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// The steps of one target, in the order of doing, each with its key; at the end the link, or why it failed.
Column {
    id: kit

    required property HandOffScreen handoff
    property bool failing: false

    signal fieldLeft
    signal wanted(Item item)

    onFailingChanged: if (failing) {
        reason.forceActiveFocus(Qt.OtherFocusReason);
        kit.wanted(reason);
    }

    spacing: Theme.s3

    Connections {
        target: kit.handoff.hand.page

        function onPosted(address: string): void {
            link.set(address);
            link.forceActiveFocus(Qt.OtherFocusReason);
        }
    }
    Connections {
        target: kit.handoff.hand

        function onBegun(): void {
            link.clear();
        }
    }

    HandOffStep {
        objectName: "handoff.step.picture"
        width: parent.width
        number: "1"
        label: "Picture"
        action: "Copy picture"
        ready: kit.handoff.hand.done.indexOf("picture") >= 0
        onActed: kit.handoff.hand.copyPicture()

        Image {
            height: Theme.pagePicture / 2
            width: parent.width
            fillMode: Image.PreserveAspectFit
            horizontalAlignment: Image.AlignLeft
            asynchronous: true
            source: kit.handoff.hand.picture
            sourceSize: Qt.size(width, height)
            Accessible.role: Accessible.Graphic
            Accessible.name: kit.handoff.hand.alt
        }
    }
    HandOffStep {
        objectName: "handoff.step.caption"
        width: parent.width
        number: "2"
        label: "Caption"
        action: "Copy caption"
        ready: kit.handoff.hand.done.indexOf("caption") >= 0
        onActed: kit.handoff.hand.copyCaption()

        Words {
            width: parent.width
            text: kit.handoff.hand.caption
            wrapMode: Text.Wrap
        }
    }
    HandOffStep {
        objectName: "handoff.step.alt"
        width: parent.width
        number: "3"
        label: "Alt text"
        action: "Copy alt text"
        ready: kit.handoff.hand.done.indexOf("alt") >= 0
        onActed: kit.handoff.hand.copyAlt()

        Words {
            width: parent.width
            text: kit.handoff.hand.alt
            color: Theme.second
            wrapMode: Text.Wrap
        }
    }
    Flow {
        width: parent.width
        spacing: Theme.s2

        ActionButton {
            objectName: "handoff.openPage"
            visible: kit.handoff.hand.pageText !== ""
            text: kit.handoff.hand.pageText
            keyText: "O"
            kind: "primary"
            explain: "In the browser, with the caption filled in where the network lets that be"
            onClicked: kit.handoff.hand.openPage()
        }
        ActionButton {
            objectName: "handoff.openFolder"
            text: "Open the folder"
            keyText: "F"
            explain: kit.handoff.hand.folder
            onClicked: kit.handoff.hand.openFolder()
        }
    }
    Words {
        objectName: "handoff.folder"
        width: parent.width
        text: kit.handoff.hand.folderShort
        color: Theme.third
        Accessible.description: kit.handoff.hand.folder
        font.family: Theme.mono
        font.pixelSize: Theme.small
        elide: Text.ElideMiddle
    }
    Field {
        id: link
        objectName: "handoff.link"
        width: parent.width
        label: "Link to the post"
        placeholder: kit.handoff.hand.imitation ? "The imitation page gives it" : "Paste the post's own address"
        mono: true
        onAccepted: words => kit.handoff.hand.posted(words)
        onEscaped: kit.fieldLeft()
    }
    Flow {
        width: parent.width
        spacing: Theme.s2

        ActionButton {
            objectName: "handoff.posted"
            text: "It is posted"
            keyText: "Enter"
            kind: "go"
            enabled: link.text.trim() !== "" && kit.handoff.hand.busy === ""
            busy: kit.handoff.hand.busy !== ""
            onClicked: kit.handoff.hand.posted(link.text)
        }
        ActionButton {
            objectName: "handoff.failedButton"
            text: "It failed…"
            onClicked: kit.failing = !kit.failing
        }
        ActionButton {
            objectName: "handoff.giveBack"
            text: "Give back"
            kind: "quiet"
            explain: "Let go of this target without posting"
            onClicked: kit.handoff.hand.giveBack()
        }
    }
    Field {
        id: reason
        objectName: "handoff.reason"
        visible: kit.failing
        width: parent.width
        label: "What went wrong"
        note: "Enter reports it; the target can be tried again"
        onAccepted: words => {
            kit.handoff.hand.failed(words);
            kit.failing = false;
            reason.clear();
            kit.fieldLeft();
        }
        onEscaped: kit.failing = false
    }
}
