pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// One template: how it looks with its samples, what can be filled in, and its number.
T.AbstractButton {
    id: row

    required property string key
    required property string name
    required property string facts
    required property string shortcut
    required property bool chosen
    required property string picture
    required property ComposerScreen composer

    objectName: "composer.template." + key
    implicitHeight: Theme.templateRow
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.RadioButton
    Accessible.name: "Template " + name
    Accessible.description: "Key " + shortcut
    Accessible.checked: chosen
    Accessible.onPressAction: row.click()
    Keys.onReturnPressed: row.click()
    onClicked: row.composer.chooseTemplate(row.key)

    background: Rectangle {
        radius: Theme.radiusCard
        color: row.chosen || row.hovered ? Theme.raised : Theme.card
        border.width: row.visualFocus ? Theme.ring : Theme.hair
        border.color: row.chosen || row.visualFocus ? Theme.blue : Theme.line
    }
    contentItem: Item {
        CardView {
            id: small
            x: Theme.s2
            y: Theme.s2
            width: Theme.templateThumb
            height: Theme.templateThumb
            preview: row.composer.preview
            name: row.picture
            Accessible.ignored: true
        }
        Words {
            anchors.left: small.right
            anchors.leftMargin: Theme.s3
            anchors.right: cap.left
            y: Theme.s2
            text: row.facts
            color: Theme.second
            font.pixelSize: Theme.small
            lineHeight: Theme.lineHeight
        }
        KeyCap {
            id: cap
            anchors.right: parent.right
            anchors.rightMargin: Theme.s2
            y: Theme.s2
            text: row.shortcut
        }
        Words {
            anchors.left: small.left
            anchors.right: parent.right
            anchors.top: small.bottom
            anchors.topMargin: Theme.s1
            text: row.name
            color: row.chosen ? Theme.first : Theme.second
            font.weight: Theme.medium
        }
    }
}
