pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// Handing a greenlit item over, target by target: the targets at the left, the one in hand at the right.
FocusScope {
    id: page

    required property HandOffScreen handoff
    required property KeyTable keys

    objectName: "handoff"
    focus: true
    Accessible.role: Accessible.Pane
    Accessible.name: "Hand-off"
    Keys.onPressed: event => event.accepted = page.keys.press("handoff", event.key, event.modifiers, event.text, event.isAutoRepeat)

    HandOffTargets {
        id: list
        width: Math.round(Math.min(Math.max(page.width * 0.32, Theme.panelLeast), Theme.panelMost))
        height: parent.height
        focus: true
        handoff: page.handoff
        onFieldLeft: list.forceActiveFocus()
    }
    HandOffTarget {
        anchors.left: list.right
        anchors.leftMargin: Theme.s3
        anchors.right: parent.right
        height: parent.height
        handoff: page.handoff
        onFieldLeft: list.forceActiveFocus()
    }
}
