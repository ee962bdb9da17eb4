pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// What lies over the card while one works: the safe area, the networks' own screen, the picture's focal point. As large as the card.
Item {
    id: guides

    required property CardPreview preview
    required property PictureFrame frame
    // Whether the focal point is to be seen: under the pointer, while dragged, while the keyboard is on the card.
    property bool marked: false

    Repeater {
        model: guides.preview.overlay

        Item {
            id: region

            required property real across
            required property real down
            required property real wide
            required property real high
            required property string words
            required property bool covered
            readonly property bool badge: ground.width < Theme.cutBox && ground.height < Theme.cutBox
            readonly property bool upright: ground.width < name.implicitWidth + Theme.s2 && ground.height > ground.width

            objectName: "composer.overlay." + words
            Accessible.role: Accessible.StaticText
            Accessible.name: words

            Rectangle {
                id: ground
                x: Math.round(guides.width * region.across)
                y: Math.round(guides.height * region.down)
                width: Math.round(guides.width * region.wide)
                height: Math.round(guides.height * region.high)
                radius: region.badge ? Theme.radiusSmall : 0
                color: region.badge ? Theme.veil : region.covered ? Qt.alpha(Theme.amber, 0.28) : Theme.veil
                border.width: Theme.hair
                border.color: region.covered ? Theme.amber : Theme.safeLine
            }
            Words {
                id: name
                x: ground.x + Math.round((ground.width - width) / 2)
                y: ground.y + Math.round((ground.height - height) / 2)
                width: Math.min(implicitWidth, region.upright ? ground.height - Theme.s2 : ground.width - (region.badge ? 0 : Theme.s2))
                visible: height <= (region.upright ? ground.width : ground.height) + Theme.s1
                rotation: region.upright ? -90 : 0
                text: region.words
                color: Theme.first
                font.pixelSize: Theme.tiny
                font.weight: Theme.strong
                Accessible.ignored: true
            }
        }
    }
    Rectangle {
        objectName: "composer.safeArea"
        visible: guides.preview.safe.width > 0 && guides.preview.safe.width * guides.preview.safe.height < 1
        x: Math.round(guides.width * guides.preview.safe.x)
        y: Math.round(guides.height * guides.preview.safe.y)
        width: Math.round(guides.width * guides.preview.safe.width)
        height: Math.round(guides.height * guides.preview.safe.height)
        color: Theme.none
        border.width: Theme.hair
        border.color: Theme.safeLine
    }
    // While it is dragged: the picture's box in thirds.
    Item {
        x: Math.round(guides.width * guides.frame.box.x)
        y: Math.round(guides.height * guides.frame.box.y)
        width: Math.round(guides.width * guides.frame.box.width)
        height: Math.round(guides.height * guides.frame.box.height)
        visible: guides.frame.held

        Repeater {
            model: 2

            Item {
                id: third
                required property int index
                anchors.fill: parent

                Rectangle {
                    x: Math.round(parent.width * (third.index + 1) / 3)
                    width: Theme.hair
                    height: parent.height
                    color: Theme.safeLine
                }
                Rectangle {
                    y: Math.round(parent.height * (third.index + 1) / 3)
                    width: parent.width
                    height: Theme.hair
                    color: Theme.safeLine
                }
            }
        }
    }
    Rectangle {
        objectName: "composer.focal"
        x: Math.round(guides.width * guides.frame.mark.x - width / 2)
        y: Math.round(guides.height * guides.frame.mark.y - height / 2)
        width: Theme.s6
        height: width
        radius: width / 2
        visible: guides.marked && guides.frame.there
        color: Theme.none
        border.width: Theme.ring
        border.color: Theme.amber

        Rectangle {
            anchors.centerIn: parent
            width: Theme.s1
            height: width
            radius: width / 2
            color: Theme.amber
        }
    }
}
