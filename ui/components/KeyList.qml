pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// Every key by its place, as a sheet to look something up.
Sheet {
    id: sheet

    required property KeyTable keys

    title: "Keys"
    words: "Letters work when no text field has the keyboard; Esc leaves a field. Function keys and Ctrl work wherever no sheet is open."
    sheetWidth: Theme.sheetWide
    onOpenChanged: if (open)
        list.forceActiveFocus()

    // By so many rows.
    function scroll(rows: int): void {
        const end = Math.max(list.originY, list.originY + list.contentHeight - list.height);
        list.contentY = Math.max(list.originY, Math.min(end, list.contentY + rows * Theme.buttonSmall));
    }

    ListView {
        id: list
        objectName: "keyList.list"
        width: parent.width
        height: Math.min(contentHeight, sheet.height - 6 * Theme.s12)
        clip: true
        focus: true
        activeFocusOnTab: true
        keyNavigationEnabled: false
        currentIndex: -1
        Keys.onDownPressed: sheet.scroll(2)
        Keys.onUpPressed: sheet.scroll(-2)
        Keys.onPressed: event => {
            event.accepted = event.key === Qt.Key_PageDown || event.key === Qt.Key_PageUp;
            if (event.accepted)
                sheet.scroll(event.key === Qt.Key_PageDown ? 14 : -14);
        }
        T.ScrollBar.vertical: ScrollThumb {}
        cacheBuffer: Theme.ahead
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
                anchors.rightMargin: Theme.s3
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
