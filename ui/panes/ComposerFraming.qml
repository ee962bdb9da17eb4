pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// How the picture is framed, in words and by buttons: for this cut or for every cut.
Row {
    id: bar

    required property PictureFrame frame
    // Room for the buttons beside the words.
    property real widest: 0
    readonly property bool roomy: widest > Theme.sheet

    spacing: Theme.s1
    visible: bar.frame.there

    ActionButton {
        objectName: "composer.farther"
        text: "−"
        size: "small"
        explain: "Picture farther away"
        onClicked: bar.frame.zoomBy(1 / 1.15)
    }
    ActionButton {
        objectName: "composer.closer"
        text: "+"
        size: "small"
        explain: "Picture closer"
        onClicked: bar.frame.zoomBy(1.15)
    }
    Toggle {
        objectName: "composer.everyCut"
        text: "Every cut"
        keyText: "A"
        tone: "blue"
        on: bar.frame.every
        onClicked: bar.frame.toggleEvery()
    }
    ActionButton {
        objectName: "composer.unframe"
        visible: bar.frame.framed
        text: "Reset"
        keyText: "0"
        size: "small"
        kind: "quiet"
        explain: "Frame the picture by itself again"
        onClicked: bar.frame.reset()
    }
    Words {
        objectName: "composer.framing"
        anchors.verticalCenter: parent.verticalCenter
        visible: bar.roomy
        leftPadding: Theme.s2
        text: bar.frame.words
        color: Theme.second
        font.pixelSize: Theme.small
    }
}
