import QtQuick
import ui
import warroom.desktop

// What is shown over the card: nothing, the safe area, or the networks' own screen.
Row {
    id: shows

    required property ComposerScreen composer
    readonly property CardPreview preview: shows.composer.preview
    // Whether there is room to say whose screen is shown.
    property bool roomy: false

    spacing: Theme.s1

    Words {
        objectName: "composer.overlayWords"
        anchors.verticalCenter: parent.verticalCenter
        visible: shows.roomy && text !== ""
        rightPadding: Theme.s1
        text: shows.preview.overlayWords
        color: Theme.amber
        font.pixelSize: Theme.small
    }
    ActionButton {
        objectName: "composer.safe"
        text: "Safe area"
        keyText: shows.preview.guides === "off" ? "S" : ""
        size: "small"
        kind: shows.preview.guides !== "safe" ? "plain" : shows.preview.keepsSafe ? "chosen" : "quiet"
        explain: shows.preview.keepsSafe ? "What the template keeps free" : "This cut has none: nothing lies over it"
        Accessible.checkable: true
        Accessible.checked: shows.preview.guides === "safe"
        onClicked: shows.preview.showGuides("safe")
    }
    ActionButton {
        objectName: "composer.overlay"
        text: "Network overlay"
        keyText: shows.preview.guides === "safe" ? "S" : ""
        size: "small"
        kind: shows.preview.guides === "overlay" ? "chosen" : "plain"
        explain: "What the networks' own screen covers or leaves out"
        Accessible.checkable: true
        Accessible.checked: shows.preview.guides === "overlay"
        onClicked: shows.preview.showGuides("overlay")
    }
}
