import QtQuick
import ui
import warroom.desktop

// How long ago the moment was.
Column {
    id: watch

    required property ComposerScreen composer

    spacing: Theme.s0
    Accessible.role: Accessible.StaticText
    Accessible.name: "Since the moment " + composer.shown.since

    Words {
        text: "Since the moment"
        color: Theme.second
        font.pixelSize: Theme.small
    }
    Digits {
        objectName: "composer.since"
        text: watch.composer.shown.since
        reserve: "00:00"
        tone: "amber"
        horizontalAlignment: Text.AlignLeft
        font.pixelSize: Theme.display
    }
}
