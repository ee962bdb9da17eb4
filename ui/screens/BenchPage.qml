pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Dialogs
import ui
import warroom.desktop

// The designer's screen: the brand's templates, every cut of the one in hand as it is saved, what is wrong, and publishing it.
FocusScope {
    id: page

    required property Bench bench
    required property KeyTable keys

    objectName: "bench"
    focus: true
    Accessible.role: Accessible.Pane
    Accessible.name: "Bench"
    Keys.onPressed: event => event.accepted = page.keys.press("bench", event.key, event.modifiers, event.text, event.isAutoRepeat)

    Connections {
        target: page.bench

        function onAskedFolder(): void {
            dialog.active = true;
            (dialog.item as FolderDialog).open();
        }
    }
    Loader {
        id: dialog
        active: false
        sourceComponent: FolderDialog {
            title: "A template's folder or a brand's"
            onAccepted: page.bench.openFolder(selectedFolder)
        }
    }
    Pane {
        id: list
        width: Math.round(Math.min(Math.max(page.width * 0.15, Theme.feedColumn - Theme.s6), Theme.boardLeast))
        height: parent.height
        title: "Bench"
        keyText: "F4"

        BenchTemplates {
            anchors.fill: parent
            anchors.bottomMargin: foot.height + Theme.s2
            bench: page.bench
        }
        Column {
            id: foot
            anchors.bottom: parent.bottom
            width: parent.width
            spacing: Theme.s2

            Text {
                objectName: "bench.folder"
                width: parent.width
                visible: text !== ""
                text: page.bench.folder
                textFormat: Text.PlainText
                elide: Text.ElideLeft
                color: Theme.third
                font.family: Theme.mono
                font.pixelSize: Theme.tiny
            }
            Row {
                spacing: Theme.s1

                ActionButton {
                    objectName: "bench.back"
                    text: "Back"
                    keyText: "Esc"
                    size: "small"
                    kind: "quiet"
                    onClicked: page.bench.back()
                }
                ActionButton {
                    objectName: "bench.open"
                    text: "Folder…"
                    keyText: "O"
                    size: "small"
                    kind: "quiet"
                    onClicked: page.bench.askedFolder()
                }
            }
        }
    }
    Pane {
        id: middle
        anchors.left: list.right
        anchors.leftMargin: Theme.s3
        anchors.right: side.left
        anchors.rightMargin: Theme.s3
        height: parent.height
        title: page.bench.mode === "shown" ? page.bench.title : ""
        subtitle: page.bench.mode === "shown" ? page.bench.state : ""
        subtitleTone: page.bench.stateTone
        trailing: Text {
            objectName: "bench.said"
            anchors.verticalCenter: parent.verticalCenter
            visible: page.bench.mode === "shown"
            text: page.bench.said
            textFormat: Text.PlainText
            color: Theme.third
            font.family: Theme.mono
            font.pixelSize: Theme.small
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }

        NoticeBar {
            id: notices
            width: parent.width
            notices: page.bench.notices
            place: "bench"
        }
        BenchSheet {
            anchors.top: notices.bottom
            anchors.topMargin: notices.implicitHeight > 0 ? Theme.s2 : 0
            anchors.bottom: parent.bottom
            width: parent.width
            visible: page.bench.mode === "shown" && page.bench.large.id === ""
            bench: page.bench
        }
        Loader {
            anchors.top: notices.bottom
            anchors.topMargin: notices.implicitHeight > 0 ? Theme.s2 : 0
            anchors.bottom: parent.bottom
            width: parent.width
            active: page.bench.mode === "shown" && page.bench.large.id !== ""
            sourceComponent: BenchLargeCard {
                bench: page.bench
            }
        }
        EmptyState {
            objectName: "bench.nothing"
            anchors.centerIn: parent
            visible: page.bench.mode !== "shown"
            title: page.bench.mode === "gone" ? "The folder is not there any more" : page.bench.mode === "bare" ? "No template here yet" : "Nothing on the bench yet"
            words: page.bench.mode === "gone" ? page.bench.folder + "\nIt is shown again as soon as it comes back." : page.bench.mode === "bare" ? page.bench.folder + "\nA brand is a folder with a brand.toml, and beside it a folder for each template. Start one here from one of ours, or take another folder." : "Choose a brand's folder or a template's. Edit it in any editor: every save is drawn at once, every cut with every stress text."
            tone: page.bench.mode === "gone" ? "amber" : "second"

            ActionButton {
                objectName: "bench.begin"
                visible: page.bench.mode === "bare"
                text: "Start a brand here"
                keyText: "N"
                kind: "primary"
                onClicked: page.bench.begin()
            }
            ActionButton {
                objectName: "bench.choose"
                text: "Choose a folder…"
                keyText: "O"
                kind: page.bench.mode === "empty" ? "primary" : "plain"
                onClicked: page.bench.askedFolder()
            }
        }
    }
    Pane {
        id: side
        anchors.right: parent.right
        width: Theme.benchSide(page.width)
        height: parent.height
        title: "Found"
        subtitle: page.bench.mode !== "shown" ? "" : page.bench.problems.count > 0 ? page.bench.problems.count + " in the files" : page.bench.sheet.findings.count > 0 ? page.bench.sheet.findings.count + " on the cards" : ""

        BenchFound {
            anchors.fill: parent
            anchors.bottomMargin: publishing.height + Theme.s3
            visible: page.bench.mode === "shown"
            bench: page.bench
        }
        BenchPublishing {
            id: publishing
            anchors.bottom: parent.bottom
            width: parent.width
            publishing: page.bench.publishing
        }
    }
    DropArea {
        id: drop
        anchors.fill: parent
        keys: ["text/uri-list"]
        onDropped: event => {
            if (event.hasUrls && event.urls.length > 0) {
                event.acceptProposedAction();
                page.bench.openFolder(event.urls[0]);
            }
        }

        Rectangle {
            anchors.fill: parent
            visible: drop.containsDrag
            color: Theme.none
            radius: Theme.radiusPane
            border.width: Theme.ring
            border.color: Theme.blue
        }
    }
}
