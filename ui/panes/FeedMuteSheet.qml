pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// Muting, and what is muted: each mute says what it hid, shows it, and can be lifted.
Sheet {
    id: sheet

    required property FeedMutes mutes

    open: mutes.open
    title: "Mute"
    words: "For you alone, on this device. Nothing is deleted: what a mute hides is counted and can be read here."
    sheetWidth: Theme.sheetWide
    onDismissed: mutes.close()
    Component.onCompleted: sheet.forceActiveFocus()
    Keys.onPressed: event => {
        const place = event.key - Qt.Key_1;
        if (place >= 0 && place < offers.count) {
            event.accepted = true;
            sheet.mutes.offer(place);
        } else if (event.key === Qt.Key_T && event.modifiers === Qt.NoModifier) {
            event.accepted = true;
            sheet.mutes.turn();
        } else if (event.key === Qt.Key_Slash) {
            event.accepted = true;
            phrase.forceActiveFocus(Qt.ShortcutFocusReason);
        }
    }

    Row {
        spacing: Theme.s2

        Words {
            anchors.verticalCenter: parent.verticalCenter
            text: "For how long"
            color: Theme.second
            font.pixelSize: Theme.small
        }
        Repeater {
            model: sheet.mutes.lastings

            ActionButton {
                required property string modelData
                required property int index
                objectName: "mute.lasting." + index
                text: modelData
                size: "small"
                kind: sheet.mutes.lasting === index ? "chosen" : "plain"
                Accessible.checkable: true
                Accessible.checked: sheet.mutes.lasting === index
                onClicked: sheet.mutes.last(index)
            }
        }
        KeyCap {
            anchors.verticalCenter: parent.verticalCenter
            text: "T"
        }
    }
    Flow {
        width: sheet.inner
        spacing: Theme.s2

        Repeater {
            id: offers
            model: sheet.mutes.offers

            ActionButton {
                required property string id
                required property string words
                required property string key
                required property int index
                objectName: "mute." + id
                text: words
                keyText: key
                onClicked: sheet.mutes.offer(index)
            }
        }
    }
    Row {
        width: sheet.inner
        spacing: Theme.s3

        Field {
            id: phrase
            objectName: "mute.phrase"
            width: (parent.width - Theme.s3) / 2
            label: "Word or phrase"
            keyText: "/"
            placeholder: "giveaway; Enter mutes"
            maximumLength: 200
            note: typing ? sheet.mutes.fits : ""
            problem: typing ? sheet.mutes.problem : ""
            onEdited: text => sheet.mutes.tried("phrase", text)
            onAccepted: text => sheet.mutes.mute("phrase", text)
            onEscaped: sheet.forceActiveFocus()
        }
        Field {
            id: expression
            objectName: "mute.regex"
            width: (parent.width - Theme.s3) / 2
            label: "Regular expression"
            placeholder: "win(ner)?s? a \\d+"
            mono: true
            maximumLength: 400
            note: typing ? sheet.mutes.fits : ""
            problem: typing ? sheet.mutes.problem : ""
            onEdited: text => sheet.mutes.tried("regex", text)
            onAccepted: text => sheet.mutes.mute("regex", text)
            onEscaped: sheet.forceActiveFocus()
        }
    }
    Words {
        visible: standing.count > 0
        text: "What is muted"
        color: Theme.second
        font.pixelSize: Theme.small
        font.weight: Theme.strong
    }
    Repeater {
        id: standing
        model: sheet.mutes.rows

        Item {
            id: line
            required property string id
            required property string words
            required property string lasts
            required property string count
            required property bool slow
            required property bool listed
            required property int index

            width: sheet.inner
            height: Theme.button

            Words {
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, line.width - facts.width - acts.width - 2 * Theme.s3)
                text: line.words
                font.weight: Theme.medium
            }
            Words {
                id: facts
                objectName: "mute.row." + line.index
                anchors.verticalCenter: parent.verticalCenter
                anchors.right: acts.left
                anchors.rightMargin: Theme.s3
                text: line.count + " · " + line.lasts
                color: line.slow ? Theme.amber : Theme.third
                font.pixelSize: Theme.small
            }
            Row {
                id: acts
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.s1

                ActionButton {
                    objectName: "mute.show." + line.index
                    text: line.listed ? "Close" : "Read"
                    size: "small"
                    kind: "quiet"
                    explain: "What " + line.words + " hid"
                    onClicked: sheet.mutes.reveal(line.id)
                }
                ActionButton {
                    objectName: "mute.lift." + line.index
                    text: "Lift"
                    size: "small"
                    explain: "Show again: " + line.words
                    onClicked: sheet.mutes.lift(line.id)
                }
            }
        }
    }
    Words {
        visible: sheet.mutes.listed !== "" && hidden.count === 0
        text: "It has hidden nothing yet."
        color: Theme.third
    }
    ListView {
        id: hidden
        objectName: "mute.hidden"
        width: sheet.inner
        height: Math.min(contentHeight, Theme.button * 5)
        visible: sheet.mutes.listed !== "" && count > 0
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        T.ScrollBar.vertical: ScrollThumb {}
        cacheBuffer: Theme.ahead
        model: sheet.mutes.listing

        delegate: Item {
            id: one
            required property string author
            required property string words
            required property string source
            required property string age

            width: ListView.view.width
            height: Theme.button
            Accessible.role: Accessible.ListItem
            Accessible.name: author + ", " + source + ", " + age + ": " + words

            Words {
                id: who
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, parent.width / 3)
                text: one.author
                color: Theme.second
                font.pixelSize: Theme.small
                font.weight: Theme.strong
            }
            Words {
                anchors.left: who.right
                anchors.leftMargin: Theme.s2
                anchors.right: where.left
                anchors.rightMargin: Theme.s2
                anchors.verticalCenter: parent.verticalCenter
                text: one.words
                font.pixelSize: Theme.small + 1
            }
            Words {
                id: where
                anchors.right: parent.right
                anchors.rightMargin: Theme.s3
                anchors.verticalCenter: parent.verticalCenter
                text: one.source + " · " + one.age
                color: Theme.third
                font.pixelSize: Theme.small
            }
        }
    }
    ActionButton {
        objectName: "mute.close"
        anchors.right: parent.right
        text: "Close"
        keyText: "Esc"
        kind: "quiet"
        onClicked: sheet.mutes.close()
    }
}
