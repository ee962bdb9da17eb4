import QtQuick
import ui
import warroom.desktop

// How long ago the moment was.
Grid {
    id: watch

    required property ComposerScreen composer
    // In one line, where height is scarce.
    property bool flat: false
    property int digits: Theme.display

    columns: flat ? 2 : 1
    columnSpacing: Theme.s3
    rowSpacing: Theme.s0
    verticalItemAlignment: Grid.AlignVCenter
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
        font.pixelSize: watch.digits
    }
}
