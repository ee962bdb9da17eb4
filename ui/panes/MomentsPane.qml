pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// The moments that ask for something, each with its stopwatch. Go, wait or pass in one key.
FocusScope {
    id: strip

    required property Moments moments
    required property KeyTable keys

    readonly property bool any: moments.rows.count > 0

    implicitHeight: any ? Theme.moment : 0
    Accessible.role: Accessible.Pane
    Accessible.name: "Moments"
    Keys.onPressed: event => event.accepted = strip.keys.press("moments", event.key, event.modifiers, event.text, event.isAutoRepeat)

    ListView {
        id: list
        objectName: "moments.list"
        anchors.fill: parent
        orientation: ListView.Horizontal
        spacing: Theme.s3
        model: strip.moments.rows
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentWidth > width
        keyNavigationEnabled: false
        clip: true
        focus: true
        onWidthChanged: showing.restart()
        onCountChanged: showing.restart()

        // The chosen one whole, once its buttons have made it wider.
        Timer {
            id: showing
            interval: 0
            onTriggered: list.positionViewAtIndex(strip.moments.chosenIndex, ListView.Contain)
        }
        Connections {
            target: strip.moments

            function onChosenChanged(): void {
                showing.restart();
            }
        }

        delegate: MomentCard {
            height: list.height
            widest: list.width
            moments: strip.moments
            focused: strip.activeFocus
            onPicked: {
                strip.moments.choose(id);
                list.forceActiveFocus();
            }
        }
    }
}
