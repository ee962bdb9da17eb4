pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// The templates, each with its number: a column with pictures, or a line of names.
Item {
    id: templates

    required property ComposerScreen composer
    property bool upright: false

    function picture(): void {
        if (templates.upright)
            templates.composer.preview.showTemplates(Math.round(Theme.templateThumb * Screen.devicePixelRatio));
    }

    onUprightChanged: templates.picture()
    Component.onCompleted: templates.picture()

    implicitHeight: upright ? column.implicitHeight : line.implicitHeight

    Flow {
        id: line
        visible: !templates.upright
        width: parent.width
        spacing: Theme.s1 + Theme.s0

        Repeater {
            model: templates.upright ? null : templates.composer.shown.templates

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
                onClicked: templates.composer.chooseTemplate(key)
            }
        }
    }
    ListView {
        id: column
        objectName: "composer.templates"
        visible: templates.upright
        anchors.fill: parent
        spacing: Theme.s2
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: templates.upright ? templates.composer.shown.templates : null
        header: Item {
            width: column.width
            height: Theme.s8

            Words {
                text: "Templates"
                font.weight: Theme.strong
            }
            Digits {
                anchors.right: parent.right
                text: column.count
                tone: "second"
            }
        }
        T.ScrollBar.vertical: ScrollThumb {}

        delegate: ComposerTemplate {
            width: column.width
            composer: templates.composer
        }
    }
}
