pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// The way out: what is still in the way, how far the sending is, and the button.
Item {
    id: foot

    required property ComposerScreen composer
    property bool withClock: false
    // Where height is scarce the button takes less of it.
    property bool low: false

    implicitHeight: column.implicitHeight

    Column {
        id: column
        width: parent.width
        spacing: Theme.s2

        Item {
            width: parent.width
            height: Math.min(checks.implicitHeight, 2 * Theme.pill + Theme.s2)
            visible: foot.withClock
            clip: true

            ComposerChecks {
                id: checks
                width: parent.width
                shown: foot.composer.shown
                said: foot.composer.said
            }
        }
        ComposerSaid {
            visible: !foot.withClock && said.words !== ""
            said: foot.composer.said
            widest: column.width
        }
        // The rows that say what to do are scrolled away while one writes.
        Pill {
            objectName: "composer.advises"
            visible: !foot.withClock && text !== "" && foot.composer.reason === ""
            text: foot.composer.shown.advises
            tone: "amber"
            widest: column.width
        }
        Words {
            objectName: "composer.reason"
            width: parent.width
            visible: text !== ""
            text: foot.composer.sending ? foot.composer.progress : foot.composer.reason
            color: foot.composer.sending ? Theme.blue : Theme.second
            font.pixelSize: Theme.small + 1
            maximumLineCount: 3
            wrapMode: Text.Wrap
            elide: Text.ElideRight
        }
        Item {
            width: parent.width
            height: Math.max(watch.visible ? watch.height : 0, send.height)

            ComposerClock {
                id: watch
                visible: foot.withClock
                flat: foot.width > 2 * Theme.boardLeast
                anchors.verticalCenter: parent.verticalCenter
                composer: foot.composer
            }
            ActionButton {
                id: pass
                objectName: "composer.pass"
                anchors.right: send.left
                anchors.rightMargin: Theme.s2
                anchors.verticalCenter: parent.verticalCenter
                visible: foot.withClock
                text: "Pass…"
                explain: "Pass on the moment after all"
                onClicked: foot.composer.pass_()
            }
            ActionButton {
                id: send
                objectName: "composer.send"
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                width: foot.withClock ? implicitWidth : parent.width
                height: foot.withClock || foot.low ? Theme.buttonLarge : Theme.decide
                text: "Send for approval"
                keyText: "Ctrl ⏎"
                kind: "primary"
                size: foot.withClock ? "normal" : "large"
                enabled: foot.composer.canSend
                busy: foot.composer.sending
                explain: foot.composer.reason
                onClicked: foot.composer.send()
            }
        }
        Grid {
            id: acts
            readonly property real each: (width - Theme.s2) / 2

            width: parent.width
            visible: !foot.withClock
            columns: 2
            spacing: Theme.s2

            ActionButton {
                objectName: "composer.openVariations"
                width: acts.each
                text: "Variations"
                keyText: "V"
                size: "small"
                explain: "The same in other templates"
                onClicked: foot.composer.variations.toggle()
            }
            ActionButton {
                objectName: "composer.openVersions"
                width: acts.each
                text: "Compare"
                keyText: "="
                size: "small"
                enabled: foot.composer.hasVersions
                explain: enabled ? "With an earlier version, and back to it" : "Nothing of it was sent yet"
                onClicked: foot.composer.versions.toggle()
            }
            ActionButton {
                objectName: "composer.duplicate"
                width: acts.each
                text: "Duplicate"
                keyText: "Ctrl+D"
                size: "small"
                onClicked: foot.composer.duplicate()
            }
            ActionButton {
                objectName: "composer.passWide"
                width: acts.each
                text: "Pass…"
                size: "small"
                explain: "Pass on the moment after all"
                onClicked: foot.composer.pass_()
            }
        }
    }
}
