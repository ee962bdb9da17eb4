import QtQuick
import ui

// A signal light. `breathing` for LIVE alone.
Rectangle {
    id: dot

    property string tone: "second"
    property bool breathing: false

    implicitWidth: Theme.dot
    implicitHeight: implicitWidth
    radius: width / 2
    color: Theme.tone(tone)

    SequentialAnimation on opacity {
        running: dot.breathing && !Theme.reduceMotion
        loops: 2
        NumberAnimation {
            from: 1
            to: 0.35
            duration: Theme.breath
            easing.type: Easing.OutQuad
        }
        NumberAnimation {
            from: 0.35
            to: 1
            duration: Theme.breath
            easing.type: Easing.OutQuad
        }
    }
}
