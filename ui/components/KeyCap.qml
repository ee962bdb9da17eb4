import QtQuick
import ui

// The key that does it, as shown on buttons and in lists. `accent` sits on a filled button.
Rectangle {
    id: cap

    required property string text
    property bool accent: false

    implicitWidth: Math.max(implicitHeight, Math.ceil(label.implicitWidth) + Theme.s3)
    implicitHeight: Theme.cap
    radius: Theme.radiusCap
    color: cap.accent ? Qt.alpha(Theme.onSignal, 0.16) : Theme.none
    border.width: Theme.hair
    border.color: cap.accent ? Qt.alpha(Theme.onSignal, 0.28) : Qt.alpha(Theme.third, 0.55)
    visible: cap.text !== ""
    Accessible.ignored: true

    Text {
        id: label
        anchors.centerIn: parent
        textFormat: Text.PlainText
        text: cap.text
        color: cap.accent ? Theme.onSignal : Theme.second
        font.family: Theme.mono
        font.pixelSize: Theme.tiny
    }
}
