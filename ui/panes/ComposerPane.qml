pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// The composer. Beside other panes: the card above, what is written below. Alone and wide: templates, the card, what is written.
Pane {
    id: pane

    required property ComposerScreen composer
    required property MomentNews news
    required property KeyTable keys
    property bool alone: false
    readonly property bool wide: alone && width >= Theme.composerWide
    readonly property bool low: wide && height < Theme.roomyHeight
    readonly property real column: Math.round(Math.min(Math.max(width * 0.25, Theme.panelLeast), Theme.panelMost))

    // Beside other panes: what is left for the card when there is room to write below it.
    readonly property real spare: stage.parent.height - stage.y - Theme.buttonSmall - strips.height - foot.height - Theme.pagePicture * 0.6 - 3 * Theme.s3
    // And when the alt text is to be in sight with the headline: nothing in it changes while one writes, so neither does the card.
    readonly property real unscrolled: stage.parent.height - stage.y - Theme.buttonSmall - Theme.s3 - Theme.writeHeight

    objectName: "composer"
    title: "Composer"
    subtitle: pane.composer.open ? pane.composer.shown.title + " · " + pane.composer.shown.state : "Nothing is being written"
    keyText: "F2"
    headless: wide
    Keys.onPressed: event => event.accepted = pane.keys.press("composer", event.key, event.modifiers, event.text, event.isAutoRepeat)

    function leaveField(): void {
        stage.forceActiveFocus();
    }
    function write(): void {
        fields.write();
    }

    Connections {
        target: pane.composer

        function onOpened(): void {
            Qt.callLater(pane.write);
        }
    }

    trailing: Words {
        anchors.verticalCenter: parent.verticalCenter
        objectName: "composer.others"
        visible: text !== ""
        text: pane.composer.others
        color: Theme.amber
        font.pixelSize: Theme.small + 1
    }

    EmptyState {
        anchors.centerIn: parent
        visible: !pane.composer.open
        title: "Nothing is being written"
        words: "C on a post or a moment opens it here.\nE on the board goes on with an item."
    }

    ComposerTemplates {
        id: templates
        visible: pane.composer.open
        upright: pane.wide
        width: pane.wide ? Theme.templateColumn : parent.width
        height: pane.wide ? parent.height : implicitHeight
        composer: pane.composer
        onEscaped: pane.leaveField()
    }
    ComposerStage {
        id: stage
        visible: pane.composer.open
        focus: true
        strip: pane.wide
        x: pane.wide ? templates.width + Theme.s4 : 0
        y: !pane.wide ? templates.height + Theme.s3 : strips.height > 0 ? strips.height + Theme.s3 : 0
        width: pane.wide ? parent.width - templates.width - pane.column - 2 * Theme.s4 : parent.width
        height: pane.wide ? parent.height - y : Math.round(Math.max(Theme.cutColumn, Math.min((parent.height - y) * 0.4, parent.width * 0.6, pane.spare, pane.unscrolled))) + Theme.buttonSmall
        composer: pane.composer
    }
    // Above the card where that stands alone: in the narrow column they would leave no room to write.
    ComposerStrips {
        id: strips
        visible: pane.composer.open
        x: stage.x
        y: pane.wide ? 0 : stage.y + stage.height + Theme.s3
        width: stage.width
        composer: pane.composer
        news: pane.news
    }
    Repeater {
        model: pane.wide && pane.composer.open ? [templates.width, side.x - Theme.s4] : []

        Rectangle {
            required property real modelData
            x: modelData + Theme.s2
            width: Theme.hair
            height: side.parent.height
            color: Theme.line
        }
    }
    Item {
        id: side
        visible: pane.composer.open
        x: pane.wide ? parent.width - width : 0
        y: pane.wide ? 0 : strips.y + strips.height + (strips.height > 0 ? Theme.s3 : 0)
        width: pane.wide ? pane.column : parent.width
        height: parent.height - y

        ComposerClock {
            id: watch
            visible: pane.wide
            height: visible ? implicitHeight : 0
            width: parent.width
            flat: pane.low
            digits: pane.low ? Theme.title : Theme.display
            composer: pane.composer
        }
        ComposerFields {
            id: fields
            anchors.top: watch.bottom
            anchors.topMargin: pane.wide ? Theme.s3 : 0
            anchors.bottom: foot.top
            anchors.bottomMargin: Theme.s3
            width: parent.width
            rows: pane.wide
            composer: pane.composer
            onEscaped: pane.leaveField()
        }
        ComposerSend {
            id: foot
            anchors.bottom: parent.bottom
            width: parent.width
            withClock: !pane.wide
            low: pane.low
            composer: pane.composer
        }
    }
    ComposerCompare {
        parent: pane.Window.contentItem ?? pane
        anchors.fill: parent
        composer: pane.composer
    }
    ComposerSheets {
        id: sheets
        parent: pane.Window.contentItem ?? pane
        anchors.fill: parent
        composer: pane.composer
        keys: pane.keys
        wide: pane.wide
        onShut: pane.leaveField()
    }
}
