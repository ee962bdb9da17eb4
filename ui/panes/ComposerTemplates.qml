pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// The templates: a column with pictures and a field to find one by name, or a line of those that have a key.
Item {
    id: templates

    required property ComposerScreen composer
    property bool upright: false

    signal escaped

    implicitHeight: upright ? 0 : line.implicitHeight

    function search(): void {
        if (templates.upright)
            (list.item as ComposerFind).write();
        else
            templates.composer.templates.show(true);
    }

    Connections {
        target: templates.composer.templates

        function onAskedSearch(): void {
            templates.search();
        }
    }

    Flow {
        id: line
        visible: !templates.upright
        width: parent.width
        spacing: Theme.s1 + Theme.s0

        Repeater {
            model: templates.upright ? null : templates.composer.templates.nine

            ActionButton {
                required property string key
                required property string name
                required property string shortcut
                required property bool chosen

                objectName: "composer.template." + key
                text: name
                keyText: shortcut
                size: "small"
                kind: chosen ? "chosen" : "plain"
                onClicked: templates.composer.templates.choose(key)
            }
        }
        ActionButton {
            objectName: "composer.findTemplate"
            visible: templates.composer.templates.total > templates.composer.templates.nine.count
            text: "All " + templates.composer.templates.total
            keyText: "/"
            size: "small"
            kind: "quiet"
            explain: "Find a template by its name"
            onClicked: templates.search()
        }
    }
    Loader {
        id: list
        anchors.fill: parent
        active: templates.upright
        sourceComponent: ComposerFind {
            composer: templates.composer
            onEscaped: templates.escaped()
        }
    }
}
