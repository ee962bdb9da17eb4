pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// What waits for whom, the longest first: as many as can be read from where people sit, and how many more there are.
Item {
    id: list

    required property WallPlace place
    required property WallScreen wall
    property int gap: 0

    readonly property int count: rows.count
    readonly property real least: Math.ceil(1.3 * place.body + 1.3 * place.small + 6 * place.step)
    readonly property real line: Math.ceil(1.25 * place.small)
    readonly property int fits: place.fit(height, least, gap, count, line)
    readonly property real room: height - (fits < count ? line + gap : 0)
    readonly property real each: fits > 0 ? Math.floor(Math.min(1.55 * least, (room - (fits - 1) * gap) / fits)) : 0

    objectName: "wall.items"
    clip: true
    Accessible.role: Accessible.List
    Accessible.name: count === 0 ? "Nothing waits" : count + (count === 1 ? " item waits" : " items wait")

    Repeater {
        id: rows
        model: list.wall.items

        WallItem {
            required property int index
            required id
            required title
            required thumb
            required words
            required brief
            required tone
            required took
            required takes

            y: index * (list.each + list.gap)
            width: list.width
            height: list.each
            visible: index < list.fits
            place: list.place
        }
    }
    Words {
        objectName: "wall.more"
        y: list.fits * (list.each + list.gap)
        width: parent.width
        height: list.line
        visible: list.fits < list.count && list.height >= list.line
        text: list.fits > 0 ? "+" + (list.count - list.fits) + " more" : list.count + (list.count === 1 ? " item waits" : " items wait")
        color: list.fits > 0 ? Theme.second : Theme.amber
        font.pixelSize: list.place.small
    }
}
