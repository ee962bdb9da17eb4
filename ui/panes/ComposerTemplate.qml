pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// One template: how it looks with its samples, what can be filled in, its number, and whether it is pinned.
T.AbstractButton {
    id: row

    required property string key
    required property string name
    required property string facts
    required property string shortcut
    required property bool chosen
    required property bool pinned
    required property string picture
    required property string problem
    required property ComposerScreen composer
    // Where the keyboard is while one looks for a name.
    property bool current: false

    function wantPicture(): void {
        row.composer.templates.wantPicture(row.key, Math.round(Theme.templateThumb * Screen.devicePixelRatio));
    }

    Component.onCompleted: row.wantPicture()
    onKeyChanged: row.wantPicture()
    onFactsChanged: row.wantPicture()

    objectName: "composer.template." + key
    implicitHeight: Theme.templateRow
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.RadioButton
    Accessible.name: "Template " + name
    Accessible.description: [shortcut !== "" ? "Key " + shortcut : "", pinned ? "pinned" : "", problem].filter(part => part !== "").join(", ")
    Accessible.checked: chosen
    Accessible.onPressAction: row.click()
    Keys.onReturnPressed: row.click()
    onClicked: row.composer.templates.choose(row.key)

    background: Rectangle {
        radius: Theme.radiusCard
        color: row.chosen || row.hovered ? Theme.raised : Theme.card
        border.width: row.visualFocus || row.current ? Theme.ring : Theme.hair
        border.color: row.chosen || row.visualFocus || row.current ? Theme.blue : Theme.line
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
            text: row.problem !== "" ? "cannot be used" : row.facts
            color: row.problem !== "" ? Theme.red : Theme.second
            font.pixelSize: Theme.small
            lineHeight: Theme.lineHeight
            wrapMode: row.problem !== "" ? Text.Wrap : Text.NoWrap
        }
        KeyCap {
            id: cap
            anchors.right: parent.right
            anchors.rightMargin: Theme.s2
            y: Theme.s2
            text: row.shortcut
        }
        ActionButton {
            objectName: "composer.pin." + row.key
            anchors.right: parent.right
            anchors.rightMargin: Theme.s2
            anchors.bottom: small.bottom
            visible: row.pinned || row.hovered || row.visualFocus || hovered || visualFocus
            text: row.pinned ? "★" : "☆"
            size: "small"
            kind: row.pinned ? "chosen" : "quiet"
            explain: row.pinned ? "Pinned: let it go" : "Pin it: the pinned ones have the first keys"
            Accessible.name: (row.pinned ? "Unpin " : "Pin ") + row.name
            onClicked: row.composer.templates.pin(row.key)
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
