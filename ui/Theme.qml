pragma Singleton

import QtQuick

// Every colour, size and duration of the desktop. Nothing else in ui/ writes one.
QtObject {
    id: theme

    // Set once at start by Main.qml.
    property bool reduceMotion: false

    // How many times larger everything is drawn than on a screen of 1920 × 1080. Kept by Main.qml from the window's size.
    property real zoom: 1

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
    readonly property int tiny: size(11)
    readonly property int small: size(12)
    readonly property int body: size(14)
    readonly property int large: size(17)
    readonly property int title: size(22)
    readonly property int display: size(30)
    readonly property int huge: size(44)
    readonly property int regular: Font.Normal
    readonly property int medium: Font.Medium
    readonly property int strong: Font.DemiBold
    readonly property int bold: Font.Bold
    readonly property real lineHeight: 1.32
    readonly property real tracking: 1.6 * zoom

    // Spacing in steps of 4
    readonly property int s0: size(2)
    readonly property int s1: size(4)
    readonly property int s2: size(8)
    readonly property int s3: size(12)
    readonly property int s4: size(16)
    readonly property int s5: size(20)
    readonly property int s6: size(24)
    readonly property int s8: size(32)
    readonly property int s12: size(48)

    // Shape
    readonly property int hair: size(1)
    readonly property int ring: size(2)
    readonly property int ringGap: size(3) // between a control and the ring around it
    readonly property int radiusPane: size(14)
    readonly property int radiusCard: size(10)
    readonly property int radiusButton: size(8)
    readonly property int radiusCap: size(5)
    readonly property int radiusSmall: size(3)

    // Fixed boxes
    readonly property int dot: size(8)
    readonly property int dotLarge: size(12)
    readonly property int cap: size(20)
    readonly property int pill: size(26)
    readonly property int button: size(36)
    readonly property int buttonSmall: size(28)
    readonly property int buttonLarge: size(44)
    readonly property int fieldHeight: size(44)
    readonly property int paneHeader: size(40)
    readonly property int topBar: size(64)
    readonly property int pulseStrip: size(132)
    readonly property int pulseStripLow: size(92)
    readonly property int roomyHeight: size(900)
    readonly property int moment: size(56)
    readonly property int qr: size(200)
    readonly property int tabBar: size(40)
    readonly property int ahead: 0 // rows made before they come in sight: Qt warns when the list they are made for is emptied meanwhile
    readonly property int sheet: size(460)
    readonly property int sheetWide: size(720)
    readonly property real faint: 0.4 // a picture that cannot be used
    readonly property int sheetLarge: size(1060)
    readonly property int assetCell: size(150)
    readonly property int assetFacts: size(260)
    readonly property int assetLabel: size(56)
    readonly property int assetRest: size(330)
    readonly property int scrollBar: size(8)
    readonly property int splitter: size(12)
    readonly property int feedColumn: size(232)
    readonly property int foundPost: size(56)
    readonly property int boardThumb: size(80)
    readonly property int boardHead: size(30)
    readonly property int boardLeast: size(280)
    readonly property int boardMost: size(460)
    readonly property int boardRoomy: size(340)
    readonly property int panelLeast: size(340)
    readonly property int panelMost: size(520)
    readonly property int decide: size(56)
    readonly property int cutStrip: size(96)
    readonly property int cutColumn: size(150)
    readonly property int cutBox: size(84)
    readonly property int cutRoomy: size(200)
    readonly property int composerWide: size(1180)
    readonly property int templateColumn: size(236)
    readonly property int templateRow: size(148)
    readonly property int templateThumb: size(104)
    readonly property int ownThumb: size(44)
    readonly property int writeHeight: size(398) // headline, caption and alt text, what is in the way, the button
    readonly property int pagePicture: size(280)
    readonly property int comparePicture: size(220)
    readonly property int lightNarrow: size(168)
    readonly property int firstWidth: size(1026)
    readonly property int choice: size(250)
    readonly property int tabsBelow: size(1500)
    readonly property int windowWidth: 1440
    readonly property int windowHeight: 860
    readonly property int deskWidth: 1680
    readonly property int deskHeight: 960
    readonly property int leastWidth: 960
    readonly property int leastHeight: 600

    // Motion: ease-out for what appears, none for what changes in place
    readonly property int quick: reduceMotion ? 0 : 120
    readonly property int calm: reduceMotion ? 0 : 180
    readonly property int breath: 900
    readonly property int settle: 120

    function size(pixels: int): int {
        return Math.round(pixels * theme.zoom);
    }

    // In quarters, so that a window that is pulled larger does not keep changing its letters.
    function zoomFor(width: real, height: real): real {
        return Math.max(1, Math.floor(Math.min(width / 1920, height / 1080) * 4) / 4);
    }

    // How wide the bench's right column is on a page of this width.
    function benchSide(width: real): int {
        return Math.round(Math.min(Math.max(width * 0.21, theme.boardLeast), theme.panelMost));
    }

    // How large a first window is that wants so much, where the screen has only that much there.
    function fitting(wanted: int, least: int, there: int): int {
        return Math.max(least, Math.min(wanted, there));
    }

    // Whether a first window can show the whole desk side by side on a screen of this size.
    function hasRoom(width: real, height: real): bool {
        return width >= theme.deskWidth && height >= theme.deskHeight;
    }

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
