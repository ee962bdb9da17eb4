pragma ComponentBehavior: Bound

import QtQuick
import ui

// The colours, and words on each ground.
Column {
    Words {
        color: Theme.third
        font.pixelSize: Theme.small
        font.weight: Theme.strong
        text: "The topics' colours; text first, second, third on window, pane, card, raised"
    }
    Row {
        spacing: Theme.s2

        Repeater {
            model: Theme.topics

            Rectangle {
                required property color modelData
                width: Theme.s12
                height: Theme.s4
                radius: Theme.radiusSmall
                color: modelData
            }
        }
    }
    Row {
        spacing: Theme.s2

        Repeater {
            model: [Theme.window, Theme.pane, Theme.card, Theme.raised]

            Rectangle {
                id: ground
                required property color modelData
                width: Theme.feedColumn
                height: Theme.button
                color: modelData

                Row {
                    anchors.centerIn: parent
                    spacing: Theme.s3

                    Words {
                        text: "first"
                    }
                    Words {
                        text: "second"
                        color: Theme.second
                    }
                    Words {
                        text: "third"
                        color: Theme.third
                    }
                }
            }
        }
    }
}
