pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// What one feed is to show. Every choice works at once; none chosen means all.
Sheet {
    id: sheet

    required property FeedFilters filters

    open: filters.open
    title: "Filter " + filters.topic
    words: filters.said
    onDismissed: filters.close()
    Component.onCompleted: sheet.forceActiveFocus()
    Keys.onPressed: event => {
        const place = event.key - Qt.Key_1;
        if (place >= 0 && place < choices.count) {
            event.accepted = true;
            (choices.itemAt(place) as Toggle).click();
        } else if (event.key === Qt.Key_P) {
            event.accepted = true;
            sheet.filters.togglePictures();
        } else if (event.key === Qt.Key_X) {
            event.accepted = true;
            sheet.filters.clear();
        }
    }

    Flow {
        width: sheet.inner
        spacing: Theme.s2

        Repeater {
            id: choices
            model: sheet.filters.choices

            Toggle {
                required property string kind
                required property string words
                required property int index
                required property bool chosen
                objectName: "filter." + kind + "." + words
                width: Math.min(implicitWidth, sheet.inner)
                text: kind === "language" ? "in " + words : words
                tone: "blue"
                on: chosen
                keyText: index < 9 ? index + 1 : ""
                onClicked: sheet.filters.toggle(kind, words)
            }
        }
    }
    Toggle {
        objectName: "filter.pictures"
        text: "Only with a picture"
        tone: "blue"
        keyText: "P"
        on: sheet.filters.pictures
        onClicked: sheet.filters.togglePictures()
    }
    Row {
        spacing: Theme.s2

        Words {
            anchors.verticalCenter: parent.verticalCenter
            text: "Reshared at least"
            color: Theme.second
            font.pixelSize: Theme.small + 1
        }
        Repeater {
            model: sheet.filters.steps

            ActionButton {
                required property int modelData
                objectName: "filter.reshares." + modelData
                text: modelData === 0 ? "any" : modelData.toLocaleString(Qt.locale("C"), "f", 0) + "×"
                size: "small"
                kind: sheet.filters.reshares === modelData ? "chosen" : "plain"
                Accessible.checkable: true
                Accessible.checked: sheet.filters.reshares === modelData
                onClicked: sheet.filters.least(modelData)
            }
        }
    }
    Row {
        anchors.right: parent.right
        spacing: Theme.s2

        ActionButton {
            objectName: "filter.clear"
            text: "Show everything"
            keyText: "X"
            onClicked: sheet.filters.clear()
        }
        ActionButton {
            objectName: "filter.close"
            text: "Close"
            keyText: "Esc"
            kind: "quiet"
            onClicked: sheet.filters.close()
        }
    }
}
