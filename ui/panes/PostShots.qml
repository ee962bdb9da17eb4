pragma ComponentBehavior: Bound

import QtQuick
import ui

// The pictures of a post, to be looked at only: two beside each other, or each as wide as the card.
Grid {
    id: grid

    required property int shots
    required property list<string> thumbs
    required property bool wide
    required property int post
    readonly property real box: Math.floor(wide ? width : (width - spacing) / 2)

    signal taken

    columns: wide ? 1 : 2
    spacing: Theme.s2

    Repeater {
        model: grid.shots

        Rectangle {
            id: shot
            required property int index
            readonly property string thumb: grid.thumbs[index] ?? ""

            objectName: "post." + grid.post + ".shot." + index
            width: grid.box
            height: Math.round(grid.box * 9 / 16)
            radius: Theme.radiusCap
            color: Theme.window
            Accessible.role: Accessible.Graphic
            Accessible.name: shot.thumb === "-" ? "Picture that cannot be had" : "Picture"

            Image {
                anchors.fill: parent
                visible: shot.thumb.length > 1
                source: visible ? shot.thumb : ""
                sourceSize: Qt.size(Math.ceil(width * Screen.devicePixelRatio), Math.ceil(height * Screen.devicePixelRatio))
                asynchronous: true
            }
            Words {
                anchors.centerIn: parent
                visible: shot.thumb === "-"
                text: "Picture cannot be had"
                width: Math.min(implicitWidth, parent.width - Theme.s2)
                color: Theme.third
                font.pixelSize: Theme.tiny
            }
            DragHandler {
                target: null
                acceptedDevices: PointerDevice.Mouse
                onActiveChanged: if (active)
                    grid.taken()
            }
        }
    }
}
