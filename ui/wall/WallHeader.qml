import QtQuick
import ui
import warroom.desktop

// Live or rehearsal, the event, where its run of show is, and what time it is there.
Item {
    id: header

    required property WallPlace place
    required property WallScreen wall

    readonly property int gap: 4 * place.step
    readonly property string tone: wall.rehearsal ? "violet" : "red"

    // The clock stands under what is there where both have no room side by side.
    readonly property bool stacked: kind.x + kind.implicitWidth + gap > width - time.implicitWidth

    implicitHeight: stacked ? Math.ceil(kind.implicitHeight) + Math.ceil(time.implicitHeight) + place.step : Math.ceil(time.implicitHeight * 0.92)

    IconDot {
        id: light
        anchors.verticalCenter: header.stacked ? kind.verticalCenter : parent.verticalCenter
        implicitWidth: Math.round(header.place.body * 0.8)
        tone: header.tone
        breathing: !header.wall.rehearsal
    }
    Words {
        id: kind
        objectName: "wall.kind"
        anchors.left: light.right
        anchors.leftMargin: header.gap
        anchors.baseline: event.baseline
        anchors.baselineOffset: header.stacked ? Math.ceil(baselineOffset - event.y - event.baselineOffset) : 0
        width: Math.min(implicitWidth, header.width - x)
        text: header.wall.kind
        color: Theme.tone(header.tone)
        font.pixelSize: header.place.small
        font.weight: Theme.bold
        font.letterSpacing: header.place.small * 0.08
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
    Words {
        id: event
        objectName: "wall.event"
        anchors.left: kind.right
        anchors.leftMargin: header.gap + header.place.step
        anchors.verticalCenter: parent.verticalCenter
        width: Math.max(0, Math.min(implicitWidth, time.x - x - header.gap))
        visible: !header.stacked && width >= Math.min(implicitWidth, 4 * header.place.body)
        text: header.wall.event
        font.pixelSize: header.place.large
        font.weight: Theme.strong
        Accessible.role: Accessible.Heading
        Accessible.name: text
    }
    Words {
        objectName: "wall.position"
        anchors.left: event.right
        anchors.leftMargin: header.gap + header.place.step
        anchors.baseline: event.baseline
        width: Math.max(0, Math.min(implicitWidth, time.x - x - header.gap))
        visible: !header.stacked && width >= Math.min(implicitWidth, 8 * header.place.body)
        text: header.wall.position
        color: Theme.second
        font.pixelSize: header.place.body
        Accessible.role: Accessible.StaticText
        Accessible.name: "Run of show: " + text
    }
    Digits {
        id: time
        objectName: "wall.clock"
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: header.stacked ? Math.ceil((kind.implicitHeight + header.place.step) / 2) : 0
        text: header.wall.clock
        font.pixelSize: Math.max(header.place.small, Math.min(header.place.clock, Math.floor(header.width / (0.62 * text.length)))) // an em's part that a digit takes
        Accessible.role: Accessible.Clock
        Accessible.name: "Event clock " + text
    }
}
