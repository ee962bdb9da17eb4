pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// Every key by its place, as a sheet to look something up.
Sheet {
    id: sheet

    required property KeyTable keys

    title: "Keys"
    words: "Letters work when no text field has the keyboard; Esc leaves a field. Function keys and Ctrl always work."
    sheetWidth: Theme.sheetWide

    ListView {
        id: list
        objectName: "keyList.list"
        width: parent.width
        height: Math.min(contentHeight, sheet.height - 6 * Theme.s12)
        clip: true
        model: sheet.keys.all
        boundsBehavior: Flickable.StopAtBounds
        section.property: "placeWords"
        section.delegate: Words {
            required property string section
            width: ListView.view.width
            height: Theme.button
            text: section
            color: Theme.second
            font.pixelSize: Theme.small
            font.weight: Theme.strong
            verticalAlignment: Text.AlignBottom
            bottomPadding: Theme.s1
        }
        delegate: Item {
            id: line

            required property string words
            required property string keys

            width: ListView.view.width
            height: Theme.buttonSmall
            Accessible.role: Accessible.ListItem
            Accessible.name: words + ", " + keys

            Words {
                anchors.left: parent.left
                anchors.right: cap.left
                anchors.verticalCenter: parent.verticalCenter
                text: line.words
            }
            KeyCap {
                id: cap
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                text: line.keys
            }
        }
    }
    ActionButton {
        objectName: "keyList.close"
        anchors.right: parent.right
        text: "Close"
        keyText: "Esc"
        kind: "quiet"
        onClicked: sheet.dismissed()
    }
}
