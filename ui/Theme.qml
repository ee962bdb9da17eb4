pragma Singleton

import QtQuick

// Every colour, size and duration of the desktop. Nothing else in ui/ writes one.
QtObject {
    id: theme

    // Set once at start by Main.qml.
    property bool reduceMotion: false

    // Grounds
    readonly property color window: "#0A0C11"
    readonly property color pane: "#11141B"
    readonly property color card: "#181C25"
    readonly property color raised: "#212735"
    readonly property color line: "#262C3A"
    readonly property color well: "#141821"
    readonly property color veil: Qt.alpha("#05060A", 0.72)
    readonly property color none: "transparent"
    readonly property color safeLine: Qt.alpha("#FFFFFF", 0.45)

    // Text: all three are over 4.5:1 on every ground
    readonly property color first: "#EDF0F7"
    readonly property color second: "#A3ADC2"
    readonly property color third: "#8C96AC"
    readonly property color onSignal: "#0A0C11"

    // Signals: never decoration
    readonly property color red: "#FF5A52"
    readonly property color amber: "#FFB224"
    readonly property color green: "#3DD68C"
    readonly property color blue: "#6EA0FF"
    readonly property color violet: "#B18CFF"
    readonly property color imitation: "#9C84D8"

    // A topic keeps its colour everywhere; by its place in the event plan
    readonly property list<color> topics: ["#FF8A65", "#64B5F6", "#BA9CF5", "#E0B872", "#4DD0C4", "#F48FB1", "#AED581"]

    // Type
    readonly property string sans: "Inter"
    readonly property string mono: "JetBrains Mono"
    readonly property int tiny: 11
    readonly property int small: 12
    readonly property int body: 14
    readonly property int large: 17
    readonly property int title: 22
    readonly property int display: 30
    readonly property int huge: 44
    readonly property int regular: Font.Normal
    readonly property int medium: Font.Medium
    readonly property int strong: Font.DemiBold
    readonly property int bold: Font.Bold
    readonly property real lineHeight: 1.32
    readonly property real tracking: 1.6

    // Spacing in steps of 4
    readonly property int s0: 2
    readonly property int s1: 4
    readonly property int s2: 8
    readonly property int s3: 12
    readonly property int s4: 16
    readonly property int s5: 20
    readonly property int s6: 24
    readonly property int s8: 32
    readonly property int s12: 48

    // Shape
    readonly property int hair: 1
    readonly property int ring: 2
    readonly property int radiusPane: 14
    readonly property int radiusCard: 10
    readonly property int radiusButton: 8
    readonly property int radiusCap: 5
    readonly property int radiusSmall: 3

    // Fixed boxes
    readonly property int dot: 8
    readonly property int dotLarge: 12
    readonly property int cap: 20
    readonly property int pill: 26
    readonly property int button: 36
    readonly property int buttonSmall: 28
    readonly property int buttonLarge: 44
    readonly property int fieldHeight: 44
    readonly property int paneHeader: 40
    readonly property int topBar: 64
    readonly property int pulseStrip: 132
    readonly property int pulseStripLow: 92
    readonly property int roomyHeight: 900
    readonly property int moment: 56
    readonly property int qr: 200
    readonly property int tabBar: 40
    readonly property int sheet: 460
    readonly property int sheetWide: 720
    readonly property int scrollBar: 8
    readonly property int splitter: 12
    readonly property int feedColumn: 232
    readonly property int boardThumb: 80
    readonly property int boardHead: 30
    readonly property int boardLeast: 280
    readonly property int boardMost: 460
    readonly property int panelLeast: 340
    readonly property int panelMost: 520
    readonly property int decide: 56
    readonly property int cutStrip: 96
    readonly property int cutColumn: 150
    readonly property int cutBox: 84
    readonly property int cutRoomy: 200
    readonly property int composerWide: 1180
    readonly property int templateColumn: 236
    readonly property int templateRow: 148
    readonly property int templateThumb: 104
    readonly property int ownThumb: 44
    readonly property int pagePicture: 280
    readonly property int comparePicture: 220
    readonly property int lightNarrow: 168
    readonly property int firstWidth: 1026
    readonly property int choice: 250
    readonly property int tabsBelow: 1500
    readonly property int windowWidth: 1440
    readonly property int windowHeight: 860
    readonly property int leastWidth: 960
    readonly property int leastHeight: 600

    // Motion: ease-out for what appears, none for what changes in place
    readonly property int quick: reduceMotion ? 0 : 120
    readonly property int calm: reduceMotion ? 0 : 180
    readonly property int breath: 900

    function topic(index: int): color {
        return index < 0 ? theme.third : theme.topics[index % theme.topics.length];
    }

    // tone: red · amber · green · blue · violet · first · second · third
    function tone(name: string): color {
        switch (name) {
        case "red":
            return theme.red;
        case "amber":
            return theme.amber;
        case "green":
            return theme.green;
        case "blue":
            return theme.blue;
        case "violet":
            return theme.violet;
        case "first":
            return theme.first;
        case "third":
            return theme.third;
        default:
            return theme.second;
        }
    }

    // The ground of a pill or a notice in that tone
    function tint(name: string): color {
        return name === "second" || name === "third" || name === "first" || name === "" ? theme.raised : Qt.alpha(theme.tone(name), 0.15);
    }

    function edge(name: string): color {
        return Qt.alpha(theme.tone(name), 0.7);
    }
}
