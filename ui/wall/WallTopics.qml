pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// The other topics in a row: name and posts a second. Those that do not fit are left out whole.
Item {
    id: strip

    required property WallPlace place
    required property Pulse pulse
    property string except: ""
    readonly property int count: list.count - (except !== "" ? 1 : 0)
    readonly property int gap: 7 * place.step

    implicitHeight: Math.ceil(place.small * 1.25 + place.large * 1.25)
    Accessible.role: Accessible.List
    Accessible.name: "Other topics"

    Row {
        height: parent.height
        spacing: strip.gap

        Repeater {
            id: list
            model: strip.pulse.shown

            Item {
                id: one

                required property string name
                required property PulseTopic modelData

                objectName: "wall.topic." + name
                visible: name !== strip.except
                opacity: x + width <= strip.width ? 1 : 0
                width: Math.ceil(bar.width + 3 * strip.place.step + Math.max(Math.min(label.implicitWidth, 10 * strip.place.small), rate.width))
                height: strip.height
                Accessible.role: Accessible.ListItem
                Accessible.name: name + ": " + modelData.rate + " posts a second"
                Accessible.ignored: opacity === 0

                Rectangle {
                    id: bar
                    width: Math.max(4, strip.place.step * 1.5)
                    height: parent.height
                    radius: width / 2
                    color: Theme.topic(one.modelData.colour)
                }
                Words {
                    id: label
                    x: bar.width + 3 * strip.place.step
                    width: one.width - x
                    text: one.name
                    color: Theme.second
                    font.pixelSize: strip.place.small
                }
                Digits {
                    id: rate
                    x: label.x
                    anchors.bottom: parent.bottom
                    text: one.modelData.rate + "/s"
                    reserve: "0,000/s"
                    horizontalAlignment: Text.AlignLeft
                    font.pixelSize: strip.place.large
                }
            }
        }
    }
}
