import QtQuick
import QtQuick.Templates as T
import ui

// The thin handle at the right of a list.
T.ScrollBar {
    id: bar

    implicitWidth: Theme.scrollBar
    padding: Theme.s0
    minimumSize: 0.06
    policy: T.ScrollBar.AsNeeded
    visible: size < 1
    Accessible.ignored: true

    contentItem: Rectangle {
        implicitWidth: Theme.s1
        radius: width / 2
        color: bar.pressed || bar.hovered ? Theme.third : Theme.line
    }
}
