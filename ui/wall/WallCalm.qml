pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// Nothing spikes: the topics' pulse, calm and grey.
Rectangle {
    id: calm

    required property WallPlace place
    required property WallScreen wall
    property bool cramped: false

    readonly property int s: place.step
    readonly property int pad: (cramped ? 2 : 6) * s
    readonly property real head: cramped ? pad : title.y + title.implicitHeight
    readonly property real room: height - pad - head
    readonly property real least: (cramped ? 1.3 : 1.9) * place.large
    readonly property int fits: place.fit(room, least, s, list.count, 1.3 * place.small)
    readonly property real row: fits > 0 ? Math.min(9 * place.small, (room - (fits < list.count ? 1.3 * place.small : 0)) / fits - s) : 0

    objectName: "wall.calm"
    radius: 4 * s
    color: Theme.pane
    border.width: Math.max(1, Math.round(s / 4))
    border.color: Theme.line
    clip: true
    Accessible.role: Accessible.Pane
    Accessible.name: "Nothing spikes"

    Words {
        id: title
        objectName: "wall.calm.title"
        x: calm.pad
        y: Math.round(calm.pad * 0.8)
        width: calm.width - 2 * calm.pad
        visible: !calm.cramped
        text: "Nothing spikes"
        color: Theme.second
        font.pixelSize: calm.place.body
        bottomPadding: 2 * calm.s
    }
    Repeater {
        id: list
        model: calm.wall.pulse.shown

        Item {
            id: one

            required property int index
            required property string name
            required property PulseTopic modelData

            objectName: "wall.calm." + index
            x: calm.pad
            y: calm.head + index * (calm.row + calm.s)
            width: calm.width - 2 * calm.pad
            height: calm.row
            visible: index < calm.fits
            Accessible.role: Accessible.Graphic
            Accessible.name: name + ": " + modelData.rate + " posts a second" + (modelData.words !== "" ? ", " + modelData.words : "")

            PulseCurve {
                anchors.right: parent.right
                width: Math.max(0, parent.width - Math.max(left.width, 11 * calm.place.small) - 5 * calm.s)
                height: parent.height
                visible: width > 6 * calm.place.small
                values: one.modelData.values
                part: one.modelData.part
                colour: Theme.third
                stroke: Math.max(1.6, calm.s * 0.5)
            }
            Rectangle {
                id: bar
                width: Math.max(4, calm.s * 1.5)
                height: left.height
                anchors.verticalCenter: parent.verticalCenter
                radius: width / 2
                color: Qt.alpha(Theme.topic(one.modelData.colour), 0.7)
            }
            Item {
                id: left
                x: bar.width + 3 * calm.s
                anchors.verticalCenter: parent.verticalCenter
                width: beside ? rate.x + rate.width : Math.max(label.width, rate.width)
                height: beside ? rate.implicitHeight : label.implicitHeight + rate.implicitHeight

                readonly property bool beside: calm.row < 1.25 * (calm.place.small + calm.place.large)

                Words {
                    id: label
                    y: left.beside ? rate.baselineOffset - baselineOffset : 0
                    width: Math.min(implicitWidth, left.beside ? rate.x - 2 * calm.s : 11 * calm.place.small)
                    text: one.name
                    color: Theme.second
                    font.pixelSize: calm.place.small
                }
                Digits {
                    id: rate
                    x: left.beside ? Math.max(0, Math.min(8 * calm.place.small, one.width - left.x - width)) : 0
                    anchors.bottom: parent.bottom
                    text: one.modelData.rate + "/s"
                    reserve: left.beside ? "0,000/s" : ""
                    tone: "second"
                    horizontalAlignment: left.beside ? Text.AlignRight : Text.AlignLeft
                    font.pixelSize: calm.place.large
                }
            }
        }
    }
    Words {
        x: calm.pad
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Math.round(calm.pad * 0.5)
        visible: calm.fits < list.count
        text: calm.fits === 0 ? "Nothing spikes" : "+" + (list.count - calm.fits) + (list.count - calm.fits === 1 ? " more topic" : " more topics")
        color: Theme.third
        font.pixelSize: calm.place.small
    }
}
