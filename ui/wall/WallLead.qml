pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// What leads: a spike, or the moment that the room works on. Its name, how much is said of it, its curve, and the other topics.
Rectangle {
    id: pane

    required property WallPlace place
    required property WallScreen wall
    property bool cramped: false

    readonly property int s: place.step
    readonly property bool tight: cramped || height < 6 * place.title
    readonly property int pad: (cramped ? 4 : 6) * s
    readonly property bool spike: wall.lead === "spike"
    readonly property real beside: Math.max(rate.width, timesWide)
    readonly property real timesWide: Math.ceil(timesMetrics.advanceWidth) + 2
    readonly property bool stacked: beside + 12 * place.small > width - 2 * pad
    readonly property real textTop: (stacked ? numbers.y + numbers.height : title.y + title.height) + s
    readonly property real curveTop: (words.visible ? words.y + words.height : Math.max(textTop, numbers.y + numbers.height)) + 2 * s

    objectName: "wall.lead"
    radius: 4 * s
    color: Theme.pane
    border.width: Math.max(1, Math.round(s / 4))
    border.color: spike ? Theme.red : Theme.line
    clip: true
    Accessible.role: Accessible.Graphic
    Accessible.name: (spike ? "Spike: " : "Moment: ") + wall.leadTitle + (wall.leadRate !== "" ? ", " + wall.leadRate.replace("/s", " posts a second") : "") + (wall.leadTimes !== "" ? ", " + wall.leadTimes : "") + (wall.leadWords !== "" ? ", " + wall.leadWords : "")

    PulseCurve {
        id: curve
        objectName: "wall.curve"
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: pane.border.width
        y: pane.curveTop
        height: Math.max(0, (topics.visible ? topics.y - 3 * pane.s : pane.height - pane.border.width) - y)
        visible: height > pane.place.small && pane.wall.leadValues.length > 1
        values: pane.wall.leadValues
        part: pane.wall.leadPart
        colour: pane.spike ? Theme.red : Theme.topic(pane.wall.leadColour)
        stroke: Math.max(2, pane.s * 0.75)
        radius: topics.visible ? 0 : pane.radius
    }
    Words {
        id: eyebrow
        x: pane.pad
        y: Math.round(pane.pad * 0.8)
        visible: !pane.tight
        text: pane.spike ? "SPIKE" : "MOMENT"
        color: pane.spike ? Theme.red : Theme.amber
        font.pixelSize: pane.place.small
        font.weight: Theme.bold
        font.letterSpacing: pane.place.small * 0.09
    }
    Words {
        id: title
        objectName: "wall.lead.title"
        x: pane.pad
        y: eyebrow.y + (pane.tight ? 0 : eyebrow.implicitHeight)
        width: pane.width - 2 * pane.pad - (pane.stacked ? 0 : pane.beside + 4 * pane.s)
        text: pane.wall.leadTitle
        font.pixelSize: implicitTitle.advanceWidth <= width ? pane.place.title : Math.max(pane.place.large, Math.round(pane.place.title * 0.62))
        font.weight: Theme.bold
        wrapMode: Text.Wrap
        maximumLineCount: pane.tight ? 1 : 2
        elide: Text.ElideRight
        lineHeight: 1
        Accessible.role: Accessible.Heading
        Accessible.name: text

        TextMetrics {
            id: implicitTitle
            font.family: Theme.sans
            font.weight: Theme.bold
            font.pixelSize: pane.place.title
            text: pane.wall.leadTitle
        }
    }
    Item {
        id: numbers
        visible: y + height <= pane.height
        x: pane.stacked ? pane.pad : pane.width - pane.pad - width
        y: pane.stacked ? title.y + title.height : Math.round(pane.pad * 0.6)
        width: pane.stacked ? pane.width - 2 * pane.pad : pane.beside
        height: pane.stacked ? rate.implicitHeight : rate.implicitHeight + Math.ceil(1.25 * pane.place.small)

        Digits {
            id: rate
            objectName: "wall.lead.rate"
            x: pane.stacked ? 0 : numbers.width - width
            text: pane.wall.leadRate
            font.pixelSize: pane.place.clock
        }
        Words {
            id: times
            objectName: "wall.lead.times"
            x: pane.stacked ? rate.width + 3 * pane.s : numbers.width - width
            y: pane.stacked ? rate.baselineOffset - baselineOffset : rate.implicitHeight
            width: pane.stacked ? Math.max(0, Math.min(pane.timesWide, numbers.width - rate.width - 3 * pane.s)) : pane.timesWide
            visible: width > 6 * pane.place.small
            text: pane.wall.leadTimes
            color: Theme.red
            font.pixelSize: pane.place.small
            font.weight: Theme.medium

            TextMetrics {
                id: timesMetrics
                font.family: Theme.sans
                font.weight: Theme.medium
                font.pixelSize: pane.place.small
                text: pane.wall.leadTimes
            }
        }
    }
    Words {
        id: words
        objectName: "wall.lead.words"
        x: pane.pad
        y: Math.max(pane.textTop, pane.stacked ? 0 : numbers.y + numbers.height * 0.9)
        width: pane.width - 2 * pane.pad
        visible: text !== "" && y + implicitHeight + 3 * pane.place.small < pane.height
        text: pane.wall.leadWords
        color: Theme.second
        wrapMode: Text.Wrap
        maximumLineCount: 2
        elide: Text.ElideRight
        font.pixelSize: pane.place.small
    }
    WallTopics {
        id: topics
        x: pane.pad
        y: pane.height - Math.round(pane.pad * 0.8) - height
        width: pane.width - 2 * pane.pad
        visible: count > 0 && y - pane.curveTop > 5 * pane.place.small
        place: pane.place
        pulse: pane.wall.pulse
        except: pane.wall.leadTopic
    }
}
