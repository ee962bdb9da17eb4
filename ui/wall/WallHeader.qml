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

    implicitHeight: Math.ceil(time.implicitHeight * 0.92)

    IconDot {
        id: light
        anchors.verticalCenter: parent.verticalCenter
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
        visible: width >= Math.min(implicitWidth, 4 * header.place.body)
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
        visible: width >= Math.min(implicitWidth, 8 * header.place.body)
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
        text: header.wall.clock
        font.pixelSize: header.place.clock
        Accessible.role: Accessible.Clock
        Accessible.name: "Event clock " + text
    }
}
