pragma ComponentBehavior: Bound

import QtQuick
import ui

// One pane of the desk: a title, a line beside it, its key, and what stands in it.
// `trailing` puts controls at the right of the header; `headless` leaves the header out (under tabs).
FocusScope {
    id: pane

    property string title: ""
    property string subtitle: ""
    property string subtitleTone: "second"
    property string keyText: ""
    property bool headless: false
    property bool framed: true
    property alias trailing: trailingRow.data
    default property alias content: body.data

    readonly property bool lit: activeFocus

    Accessible.role: Accessible.Pane
    Accessible.name: title

    Rectangle {
        anchors.fill: parent
        radius: Theme.radiusPane
        color: Theme.pane
        border.width: pane.framed ? Theme.hair : 0
        border.color: pane.lit ? Qt.alpha(Theme.blue, 0.45) : Theme.line
    }

    Item {
        id: header
        visible: !pane.headless
        height: visible ? Theme.paneHeader : 0
        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
            leftMargin: Theme.s4
            rightMargin: Theme.s4
            topMargin: pane.headless ? 0 : Theme.s1
        }

        Words {
            id: titleText
            anchors.verticalCenter: parent.verticalCenter
            text: pane.title
            font.pixelSize: Theme.body + 1
            font.weight: Theme.strong
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            anchors.left: titleText.right
            anchors.leftMargin: Theme.s3
            anchors.right: trailingRow.left
            anchors.rightMargin: Theme.s2
            text: pane.subtitle
            color: Theme.tone(pane.subtitleTone)
            font.pixelSize: Theme.small + 1
        }
        Row {
            id: trailingRow
            anchors.verticalCenter: parent.verticalCenter
            anchors.right: cap.visible ? cap.left : parent.right
            anchors.rightMargin: cap.visible ? Theme.s2 : 0
            spacing: Theme.s2
        }
        KeyCap {
            id: cap
            anchors.verticalCenter: parent.verticalCenter
            anchors.right: parent.right
            text: pane.keyText
        }
    }

    Item {
        id: body
        anchors {
            left: parent.left
            right: parent.right
            top: header.bottom
            bottom: parent.bottom
            leftMargin: Theme.s4
            rightMargin: Theme.s4
            topMargin: pane.headless ? Theme.s3 : Theme.s1
            bottomMargin: Theme.s3
        }
    }
}
