pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// How much is said of each topic: now, and over the last half hour.
FocusScope {
    id: strip

    required property Pulse pulse
    required property KeyTable keys
    readonly property real cardWidth: {
        const count = Math.max(1, strip.pulse.shown.count);
        return Math.max(Theme.feedColumn - Theme.s4, (list.width - (count - 1) * Theme.s3) / count);
    }

    implicitHeight: Theme.pulseStrip
    Accessible.role: Accessible.Pane
    Accessible.name: "Pulse"
    Keys.onPressed: event => event.accepted = strip.keys.press("pulse", event.key, event.modifiers, event.text, event.isAutoRepeat)

    ListView {
        id: list
        objectName: "pulse.list"
        anchors.fill: parent
        orientation: ListView.Horizontal
        spacing: Theme.s3
        model: strip.pulse.shown
        currentIndex: strip.pulse.current
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentWidth > width
        keyNavigationEnabled: false
        highlightMoveDuration: Theme.calm
        clip: contentWidth > width
        focus: true

        delegate: PulseCard {
            width: strip.cardWidth
            height: list.height
            chosen: strip.activeFocus && ListView.isCurrentItem
            onPicked: {
                strip.pulse.go(index);
                list.forceActiveFocus();
            }
        }
    }
}
