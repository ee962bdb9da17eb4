pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// Who stands by, and what was made of the night so far: passes beside posts.
Item {
    id: foot

    required property WallPlace place
    required property WallScreen wall
    property bool cramped: false

    readonly property int s: place.step
    readonly property real gap: 4 * s
    // What fits, from the most to the least: every word; why only where it is not green; the red and amber ones alone.
    readonly property int said: {
        const room = width - (counts.visible ? counts.implicitWidth + 2 * gap : 0);
        const by = standing.implicitWidth + gap;
        if (by + wide(0) <= room)
            return 0;
        if (wide(1) <= room)
            return 1;
        return wide(2) <= room ? 2 : 3;
    }

    function wide(level: int): real {
        let all = 0;
        for (let place = 0; place < lights.count; place++) {
            const light = lights.itemAt(place) as WallLightPill;
            if (light !== null && light.at(level) > 0)
                all += light.at(level) + gap / 2;
        }
        return all;
    }

    implicitHeight: Math.ceil(place.small * (cramped ? 1.45 : 1.9))

    Words {
        id: standing
        anchors.verticalCenter: parent.verticalCenter
        visible: foot.said === 0 && lights.count > 0
        text: "Standing by"
        color: Theme.second
        font.pixelSize: foot.place.small
    }
    Row {
        id: row
        x: standing.visible ? standing.width + foot.gap : 0
        height: parent.height
        spacing: foot.gap / 2

        Repeater {
            id: lights
            model: foot.wall.lights

            WallLightPill {
                required role
                required tone
                required name
                required words

                place: foot.place
                level: foot.said
                height: foot.height
            }
        }
    }
    Words {
        id: counts
        objectName: "wall.counts"
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        visible: text !== "" && shorter.advanceWidth + 2 * foot.gap + foot.wide(2) <= foot.width
        text: whole.advanceWidth + 2 * foot.gap + foot.wide(1) <= foot.width ? foot.wall.counts : foot.wall.countsShort
        color: Theme.second
        font.pixelSize: foot.place.small
        Accessible.role: Accessible.StaticText
        Accessible.name: text

        TextMetrics {
            id: whole
            font.family: Theme.sans
            font.pixelSize: foot.place.small
            text: foot.wall.counts
        }
        TextMetrics {
            id: shorter
            font.family: Theme.sans
            font.pixelSize: foot.place.small
            text: foot.wall.countsShort
        }
    }
}
