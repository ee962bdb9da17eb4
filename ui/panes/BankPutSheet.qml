pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// Putting what is greenlit into the bank: mark its blanks, say how long each may be, and until when it is cleared.
Sheet {
    id: sheet

    required property BankPut put

    function refill(): void {
        for (let at = 0; at < texts.count; at++)
            (texts.itemAt(at) as BankText).set(sheet.put.texts.at(at, "text"));
        title.set(sheet.put.title);
        until.set(sheet.put.until);
    }

    title: "Put in the bank"
    words: "Mark what may be filled in anew. Everything else stays as it was approved; filling a blank keeps the shell lane."
    sheetWidth: Theme.sheetWide
    open: true
    onDismissed: sheet.put.close()
    Component.onCompleted: {
        sheet.refill();
        const first = texts.itemAt(0) as BankText;
        if (first !== null)
            first.write();
    }

    Connections {
        target: sheet.put

        function onBegun(): void {
            sheet.refill();
        }
    }

    NoticeBar {
        width: sheet.inner
        notices: sheet.put.notices
        place: "bank"
    }
    Repeater {
        id: texts
        model: sheet.put.texts

        BankText {
            width: sheet.inner
            put: sheet.put
        }
    }
    Repeater {
        model: sheet.put.named

        Row {
            id: blank
            required property string key
            required property string sample
            required property string limit
            required property string pattern
            required property string problem
            width: sheet.inner
            spacing: Theme.s2

            Words {
                width: parent.width - most.width - kind.width - 2 * Theme.s2
                anchors.verticalCenter: parent.verticalCenter
                anchors.verticalCenterOffset: Theme.s3
                text: "Blank “" + blank.key + "”, as “" + blank.sample + "”" + (blank.problem !== "" ? ": " + blank.problem : "")
                color: blank.problem !== "" ? Theme.red : Theme.first
                wrapMode: Text.Wrap
                maximumLineCount: 2
                elide: Text.ElideRight
            }
            ActionButton {
                id: kind
                objectName: "put.pattern." + blank.key
                anchors.verticalCenter: parent.verticalCenter
                anchors.verticalCenterOffset: Theme.s3
                text: blank.pattern
                size: "small"
                explain: "Change what it may hold"
                onClicked: sheet.put.turnPattern(blank.key)
            }
            Field {
                id: most
                objectName: "put.most." + blank.key
                width: Theme.assetLabel * 2
                label: "At most"
                maximumLength: 4
                Component.onCompleted: set(blank.limit)
                onEdited: text => sheet.put.limit(blank.key, text)
                onEscaped: sheet.put.close()
            }
        }
    }
    Row {
        width: sheet.inner
        spacing: Theme.s2

        Field {
            id: title
            objectName: "put.title"
            width: sheet.inner - until.width - Theme.s2
            label: "What the bank calls it"
            maximumLength: 200
            onEdited: text => sheet.put.setTitle(text)
            onEscaped: sheet.put.close()
        }
        Field {
            id: until
            objectName: "put.until"
            width: Theme.assetFacts / 2
            label: "Cleared until"
            placeholder: "23:30"
            mono: true
            maximumLength: 5
            onEdited: text => sheet.put.setUntil(text)
            onAccepted: sheet.put.put()
            onEscaped: sheet.put.close()
        }
    }
    Words {
        objectName: "put.reason"
        width: sheet.inner
        visible: text !== ""
        text: sheet.put.reason
        color: Theme.amber
        wrapMode: Text.Wrap
    }
    Flow {
        width: sheet.inner
        spacing: Theme.s2

        ActionButton {
            objectName: "put.put"
            text: "Put in the bank"
            size: "small"
            kind: "primary"
            busy: sheet.put.busy
            enabled: sheet.put.canPut
            onClicked: sheet.put.put()
        }
        ActionButton {
            objectName: "put.close"
            text: "Cancel"
            keyText: "Esc"
            size: "small"
            kind: "quiet"
            onClicked: sheet.put.close()
        }
    }
}
