pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// One target of the plan: on or off, and which cut it gets.
Row {
    id: aim

    required property string key
    required property string label
    required property string account
    required property string cut
    required property bool on
    required property ComposerScreen composer

    spacing: Theme.s0

    ActionButton {
        objectName: "composer.target." + aim.key
        text: (aim.on ? "✓ " : "") + aim.label
        size: "small"
        kind: aim.on ? "chosen" : "plain"
        explain: aim.account
        Accessible.role: Accessible.CheckBox
        Accessible.name: aim.label.endsWith(aim.account) ? aim.label : aim.label + " " + aim.account
        Accessible.checked: aim.on
        onClicked: aim.composer.toggleTarget(aim.key)
    }
    ActionButton {
        objectName: "composer.targetCut." + aim.key
        visible: aim.on
        text: aim.cut
        size: "small"
        kind: "quiet"
        explain: "Give " + aim.label + " another cut"
        onClicked: aim.composer.nextTargetCut(aim.key)
    }
}
