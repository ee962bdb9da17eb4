pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// What is written now beside an earlier version: pictures side by side or one wiped over the other, the words that differ, and back to it.
Sheet {
    id: sheet

    required property ComposerScreen composer
    readonly property Versions versions: sheet.composer.versions

    objectName: "composer.versions"
    open: versions.open
    sheetWidth: Theme.firstWidth
    title: "Compare · " + versions.cut
    words: versions.same ? "What is written says just what " + versions.label.toLowerCase() + " says." : ""
    onDismissed: versions.close()
    Component.onCompleted: sheet.forceActiveFocus()
    Component.onDestruction: sheet.composer.preview.setLook(0, 0)
    Keys.onPressed: event => {
        event.accepted = !(event.modifiers & (Qt.ControlModifier | Qt.AltModifier));
        if (!event.accepted)
            return;
        if (event.key === Qt.Key_Equal)
            sheet.versions.close();
        else if (event.key === Qt.Key_W)
            sheet.versions.toggleWipe();
        else if (event.key === Qt.Key_BracketRight)
            sheet.versions.turnCut(1);
        else if (event.key === Qt.Key_BracketLeft)
            sheet.versions.turnCut(-1);
        else if (event.key === Qt.Key_J || event.key === Qt.Key_Down)
            sheet.versions.turn(-1);
        else if (event.key === Qt.Key_K || event.key === Qt.Key_Up)
            sheet.versions.turn(1);
        else if (event.key === Qt.Key_Left)
            wipe.at = Math.max(0, wipe.at - 0.05);
        else if (event.key === Qt.Key_Right)
            wipe.at = Math.min(1, wipe.at + 0.05);
        else
            event.accepted = false;
    }

    Flow {
        width: sheet.inner
        spacing: Theme.s1 + Theme.s0

        Repeater {
            model: sheet.versions.rows

            ActionButton {
                required property int number
                required property string label
                required property string facts
                required property bool chosen

                objectName: "composer.version." + number
                text: label
                size: "small"
                kind: chosen ? "chosen" : "plain"
                explain: facts
                Accessible.role: Accessible.RadioButton
                Accessible.checked: chosen
                onClicked: sheet.versions.choose(number)
            }
        }
        Toggle {
            objectName: "composer.versions.wipe"
            text: "Wipe"
            keyText: "W"
            tone: "blue"
            on: sheet.versions.wiped
            onClicked: sheet.versions.toggleWipe()
        }
    }
    Item {
        id: pictures
        readonly property real each: sheet.versions.wiped ? width : Math.floor((width - Theme.s3) / 2)

        width: sheet.inner
        height: Math.round(Math.max(Theme.comparePicture, Math.min(width * 0.5, sheet.height - 2 * Theme.topBar - Theme.comparePicture)))

        Words {
            id: before
            x: Math.round((pictures.each - old.paintedWidth) / 2) // at its picture's edge
            text: sheet.versions.label
            color: Theme.second
            font.pixelSize: Theme.small
        }
        Words {
            x: sheet.versions.wiped ? Math.round((pictures.each + wipe.shown) / 2 - width) : Math.round(pictures.width - (pictures.each + wipe.shown) / 2)
            text: "As written now"
            color: Theme.second
            font.pixelSize: Theme.small
        }
        Image {
            id: old
            objectName: "composer.versions.before"
            anchors.top: before.bottom
            anchors.topMargin: Theme.s1
            anchors.bottom: parent.bottom
            width: pictures.each
            fillMode: Image.PreserveAspectFit
            asynchronous: true
            sourceSize: Qt.size(width * Screen.devicePixelRatio, height * Screen.devicePixelRatio)
            source: sheet.open ? sheet.versions.picture : ""
            onWidthChanged: sheet.composer.preview.setLook(Math.round(width * Screen.devicePixelRatio), Math.round(height * Screen.devicePixelRatio))
            onHeightChanged: sheet.composer.preview.setLook(Math.round(width * Screen.devicePixelRatio), Math.round(height * Screen.devicePixelRatio))
            Accessible.role: Accessible.Graphic
            Accessible.name: sheet.versions.label
        }
        CardView {
            visible: !sheet.versions.wiped
            anchors.top: old.top
            anchors.bottom: parent.bottom
            anchors.right: parent.right
            width: pictures.each
            preview: sheet.composer.preview
            name: "stage"
            Accessible.role: Accessible.Graphic
            Accessible.name: "As written now"
        }
        // One over the other: the version at the left of the line, what is written now at its right.
        Item {
            id: wipe
            objectName: "composer.versions.wiping"
            property real at: 0.5
            readonly property real shown: Math.min(old.width, old.height * sheet.composer.preview.aspect)
            readonly property real line: (old.width - shown) / 2 + shown * at

            anchors.fill: old
            visible: sheet.versions.wiped

            Item {
                x: Math.round(wipe.line)
                width: Math.max(0, parent.width - x)
                height: parent.height
                clip: true

                CardView {
                    x: -parent.x
                    width: wipe.width
                    height: wipe.height
                    preview: sheet.composer.preview
                    name: "stage"
                    Accessible.ignored: true
                }
            }
            Rectangle {
                x: Math.round(wipe.line) - Theme.hair
                width: Theme.ring
                height: parent.height
                color: Theme.blue
            }
            MouseArea {
                anchors.fill: parent
                cursorShape: Qt.SplitHCursor
                preventStealing: true
                onPositionChanged: event => wipe.at = Math.min(1, Math.max(0, (event.x - (wipe.width - wipe.shown) / 2) / wipe.shown))
                onPressed: event => wipe.at = Math.min(1, Math.max(0, (event.x - (wipe.width - wipe.shown) / 2) / wipe.shown))
            }
        }
    }
    Repeater {
        model: sheet.versions.changes

        Column {
            id: change
            required property string what
            required property var texts
            required property var marks

            width: sheet.inner
            spacing: Theme.s0

            Words {
                text: change.what
                color: Theme.second
                font.pixelSize: Theme.small
            }
            ComposerWords {
                objectName: "composer.versions.change." + change.what
                width: parent.width
                texts: change.texts
                marks: change.marks
            }
        }
    }
    Row {
        anchors.right: parent ? parent.right : undefined
        spacing: Theme.s2

        ActionButton {
            objectName: "composer.versions.close"
            text: "Keep what is written"
            keyText: "Esc"
            onClicked: sheet.versions.close()
        }
        ActionButton {
            objectName: "composer.versions.revert"
            text: "Go back to " + sheet.versions.label.toLowerCase()
            kind: "primary"
            enabled: !sheet.versions.same
            explain: "Ctrl+Z brings what is written now back"
            onClicked: sheet.versions.revert()
        }
    }
}
