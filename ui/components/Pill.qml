import QtQuick
import ui

// A short fact with its light. Words wider than `widest` (0: no limit) end in an ellipsis.
Rectangle {
    id: pill

    required property string text
    property string tone: "second"
    property bool dot: true
    property bool plain: false
    property real widest: 0

    readonly property real most: widest > 0 ? widest - 2 * Theme.s2 - Theme.s0 - (dot ? Theme.dot + Theme.s1 + Theme.s0 : 0) : Infinity

    implicitWidth: Math.ceil(row.implicitWidth) + 2 * Theme.s2 + Theme.s0 // whole: the software renderer draws a seam into a tint of a broken width
    implicitHeight: Theme.pill
    radius: height / 2
    color: Theme.tint(tone)
    Accessible.role: Accessible.StaticText
    Accessible.name: text

    Row {
        id: row
        anchors.verticalCenter: parent.verticalCenter
        x: Theme.s2 + Theme.hair
        spacing: Theme.s1 + Theme.s0

        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            visible: pill.dot
            width: Theme.dot
            height: width
            radius: width / 2
            color: Theme.tone(pill.tone)
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            text: pill.text
            color: Theme.tone(pill.tone)
            font.pixelSize: Theme.small
            font.weight: pill.plain ? Theme.medium : Theme.strong
            width: Math.min(implicitWidth, pill.most)
        }
    }
}
