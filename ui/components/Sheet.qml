pragma ComponentBehavior: Bound

import QtQuick
import ui

// A sheet over the window that blocks nothing behind it in time: the room goes on. Esc or a click beside it closes.
FocusScope {
    id: sheet

    required property string title
    property string words: ""
    property int sheetWidth: Theme.sheet
    property bool open: false
    readonly property real inner: column.width
    default property alias content: body.data

    signal dismissed

    anchors.fill: parent
    visible: open
    focus: open
    z: 10
    onOpenChanged: if (open)
        sheet.forceActiveFocus()
    Accessible.role: Accessible.Dialog
    Accessible.name: title
    Accessible.description: words
    Keys.onEscapePressed: sheet.dismissed()

    Rectangle {
        anchors.fill: parent
        color: Theme.veil

        MouseArea {
            anchors.fill: parent
            hoverEnabled: true
            acceptedButtons: Qt.AllButtons
            onClicked: sheet.dismissed()
            onWheel: wheel => wheel.accepted = true
        }
    }

    Rectangle {
        id: box
        objectName: sheet.objectName + ".box"
        anchors.centerIn: parent
        width: Math.min(sheet.sheetWidth, parent.width - 2 * Theme.s4)
        height: Math.ceil(Math.min(column.height + 2 * Theme.s6, parent.height - 2 * Theme.s4)) // in whole pixels: its last line shows
        radius: Theme.radiusPane
        color: Theme.pane
        border.width: Theme.hair
        border.color: Theme.line
        clip: true

        MouseArea {
            anchors.fill: parent
            acceptedButtons: Qt.AllButtons
        }

        Flickable {
            anchors.fill: parent
            anchors.margins: Theme.s6
            contentHeight: column.height
            contentWidth: width
            interactive: contentHeight > height
            boundsBehavior: Flickable.StopAtBounds

            Column {
                id: column
                width: parent.width
                spacing: Theme.s3

                Words {
                    width: parent.width
                    text: sheet.title
                    font.pixelSize: Theme.large + 1
                    font.weight: Theme.strong
                    wrapMode: Text.Wrap
                }
                Words {
                    width: parent.width
                    visible: text !== ""
                    text: sheet.words
                    color: Theme.second
                    lineHeight: Theme.lineHeight
                    wrapMode: Text.Wrap
                }
                Column {
                    id: body
                    width: parent.width
                    spacing: Theme.s3
                }
            }
        }
    }
}
