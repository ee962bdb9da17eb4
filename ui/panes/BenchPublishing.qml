pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// What publishing would do, the key that does it, and what came of it.
Column {
    id: box

    required property BenchPublish publishing

    objectName: "bench.publishing"
    spacing: Theme.s2

    Rectangle {
        width: parent.width
        height: Theme.hair
        color: Theme.line
    }
    Words {
        width: parent.width
        visible: box.publishing.inRoom
        text: "To the room " + box.publishing.room
        color: Theme.second
        font.pixelSize: Theme.small
    }
    Text {
        objectName: "bench.line"
        width: parent.width
        visible: text !== ""
        text: box.publishing.line
        textFormat: Text.PlainText
        color: Theme.first
        font.family: Theme.mono
        font.pixelSize: Theme.small + 1
        wrapMode: Text.Wrap
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    Words {
        objectName: "bench.refusal"
        width: parent.width
        visible: text !== ""
        text: box.publishing.refusal
        color: box.publishing.inRoom && box.publishing.line !== "" ? Theme.amber : Theme.third
        font.pixelSize: Theme.small + 1
        wrapMode: Text.Wrap
    }
    Words {
        objectName: "bench.came"
        width: parent.width
        visible: text !== "" && text !== box.publishing.refusal
        text: box.publishing.words
        color: Theme.tone(box.publishing.tone)
        font.pixelSize: Theme.small + 1
        wrapMode: Text.Wrap
        Accessible.role: Accessible.AlertMessage
        Accessible.name: text
    }
    ActionButton {
        objectName: "bench.publishOver"
        width: parent.width
        visible: box.publishing.stale
        text: "Publish over theirs"
        explain: "Every version stays"
        kind: "danger"
        onClicked: box.publishing.publishOver()
    }
    ActionButton {
        objectName: "bench.publish"
        width: parent.width
        visible: box.publishing.inRoom
        text: box.publishing.busy ? "Publishing" : "Publish"
        busy: box.publishing.busy
        keyText: "Ctrl+Shift+P"
        kind: "primary"
        enabled: box.publishing.refusal === "" && !box.publishing.busy
        onClicked: box.publishing.publish()
    }
    ActionButton {
        objectName: "bench.publishAll"
        width: parent.width
        visible: box.publishing.inRoom
        text: "All that changed"
        explain: "Every template of the brand that the room does not have exactly so"
        keyText: "Shift+A"
        enabled: box.publishing.refusal === "" && !box.publishing.busy
        onClicked: box.publishing.publishAll()
    }
    ActionButton {
        objectName: "bench.retire"
        width: parent.width
        visible: box.publishing.canRetire && box.publishing.retiring === ""
        text: "Retire"
        explain: "Offer this template to nobody any more"
        keyText: "Shift+R"
        kind: "quiet"
        onClicked: box.publishing.askRetire()
    }
    Words {
        objectName: "bench.retiring"
        width: parent.width
        visible: text !== ""
        text: box.publishing.retiring
        color: Theme.amber
        font.pixelSize: Theme.small + 1
        wrapMode: Text.Wrap
        Accessible.role: Accessible.AlertMessage
        Accessible.name: text
    }
    Row {
        visible: box.publishing.retiring !== ""
        spacing: Theme.s2

        ActionButton {
            objectName: "bench.retireNow"
            text: "Retire it"
            kind: "danger"
            onClicked: box.publishing.retire()
        }
        ActionButton {
            objectName: "bench.keepOffered"
            text: "Keep it"
            kind: "quiet"
            onClicked: box.publishing.keepOffered()
        }
    }
}
