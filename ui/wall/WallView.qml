pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// Everything on the wall: where the event is and what time it is there, what leads, what waits for whom, who stands by.
Item {
    id: view

    required property WallPlace place
    required property DeskScreen desk
    readonly property WallScreen wall: desk.wall

    readonly property int s: place.step
    readonly property bool upright: height > width
    readonly property bool cramped: Math.min(width, height) < 16 * place.small
    readonly property int margin: (cramped ? 3 : 8) * s
    readonly property int gap: (cramped ? 3 : 5) * s
    readonly property real bodyTop: header.y + header.height + gap + (stale.visible ? stale.height + gap : 0)
    readonly property real middle: Math.max(0, foot.y - gap - bodyTop)
    readonly property bool busy: (wall.watch !== "" || items.count > 0) && !(wall.stoodDown && Math.min(width, height) < 26 * place.small)
    readonly property real side: upright ? width - 2 * margin : Math.round(Math.min(0.45 * width, Math.max(0.325 * width, 16 * place.body)))

    objectName: "wall"
    Accessible.role: Accessible.Pane
    Accessible.name: "Wall"

    WallHeader {
        id: header
        x: view.margin
        y: Math.round(view.margin * 0.8)
        width: view.width - 2 * view.margin
        place: view.place
        wall: view.wall
    }
    WallStale {
        id: stale
        x: view.margin
        y: header.y + header.height + view.gap
        width: view.width - 2 * view.margin
        visible: view.wall.stale !== ""
        place: view.place
        wall: view.wall
    }
    Item {
        id: body
        x: view.margin
        y: view.bodyTop
        width: view.width - 2 * view.margin
        height: view.middle
        visible: !stale.visible || height > 9 * view.place.small // what is old gives way to that it is
        opacity: stale.visible ? 0.4 : 1

        Item {
            id: main
            width: view.upright || !view.busy ? parent.width : parent.width - view.side - view.gap
            height: view.upright && view.busy ? Math.round((parent.height - view.gap) * 0.5) : parent.height

            WallLead {
                anchors.fill: parent
                visible: !view.wall.stoodDown && view.wall.lead !== "calm"
                place: view.place
                wall: view.wall
                cramped: view.cramped
            }
            WallCalm {
                anchors.fill: parent
                visible: !view.wall.stoodDown && view.wall.lead === "calm"
                place: view.place
                wall: view.wall
                cramped: view.cramped
            }
            WallDown {
                anchors.fill: parent
                visible: view.wall.stoodDown
                place: view.place
                wall: view.wall
            }
        }
        Item {
            id: side
            visible: view.busy
            x: view.upright ? 0 : main.width + view.gap
            y: view.upright ? main.height + view.gap : 0
            width: view.side
            height: view.upright ? parent.height - y : parent.height

            WallWatch {
                id: watch
                width: parent.width
                visible: view.wall.watch !== ""
                height: visible ? Math.min(implicitHeight, parent.height) : 0
                place: view.place
                wall: view.wall
                cramped: view.cramped
                room: side.height - (items.count > 0 ? items.least + items.line + view.gap : 0)
            }
            WallItems {
                id: items
                y: watch.visible ? watch.height + view.gap : 0
                width: parent.width
                height: parent.height - y
                place: view.place
                wall: view.wall
                gap: view.gap
            }
        }
    }
    WallFoot {
        id: foot
        x: view.margin
        y: view.height - Math.round(view.margin * 0.8) - height
        width: view.width - 2 * view.margin
        place: view.place
        wall: view.wall
        cramped: view.cramped
        opacity: stale.visible ? 0.4 : 1
    }
}
