pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui

// A button that says what it does and which key does it.
//   kind: primary (blue) · go (green) · plain · chosen (one of several) · quiet (no ground until hovered) · danger (red outline)
//   size: small · normal · large
T.AbstractButton {
    id: button

    property string kind: "plain"
    property string size: "normal"
    property string keyText: ""
    property bool busy: false
    property string explain: ""
    property string swatch: "" // a colour to show before the text

    readonly property bool filled: kind === "primary" || kind === "go"
    readonly property color ink: !enabled ? Theme.third : filled ? Theme.onSignal : kind === "danger" ? Theme.red : kind === "chosen" ? Theme.blue : kind === "quiet" ? Theme.second : Theme.first
    readonly property color ground: {
        if (kind === "primary")
            return Theme.blue;
        if (kind === "go")
            return Theme.green;
        if (kind === "plain")
            return Theme.card;
        if (kind === "chosen")
            return Qt.alpha(Theme.blue, 0.16);
        return Theme.none;
    }

    implicitWidth: Math.ceil(implicitContentWidth) + leftPadding + rightPadding
    implicitHeight: size === "large" ? Theme.buttonLarge : size === "small" ? Theme.buttonSmall : Theme.button
    leftPadding: size === "small" ? Theme.s3 : Theme.s4
    rightPadding: keyText !== "" ? Math.max(Theme.s2, leftPadding - Theme.s1) : leftPadding
    opacity: enabled ? 1 : 0.55
    hoverEnabled: true
    focusPolicy: Qt.StrongFocus

    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.description: explain + (keyText !== "" ? " (" + keyText + ")" : "")
    Accessible.onPressAction: button.click()

    Keys.onReturnPressed: event => button.enter(event)
    Keys.onEnterPressed: event => button.enter(event)

    // Ctrl+Enter is a command of its own, never a button's.
    function enter(event: var): void {
        event.accepted = !(event.modifiers & Qt.ControlModifier);
        if (event.accepted)
            button.click();
    }

    background: Rectangle {
        radius: Theme.radiusButton
        color: button.filled && button.enabled ? (button.down ? Qt.darker(button.ground, 1.15) : button.hovered ? Qt.lighter(button.ground, 1.06) : button.ground) : button.filled ? Theme.raised : button.down || button.hovered ? Theme.raised : button.ground
        border.width: button.kind === "danger" || button.kind === "plain" ? Theme.hair : 0
        border.color: button.kind === "danger" ? Theme.red : Theme.line

        Rectangle {
            anchors.fill: parent
            anchors.margins: -Theme.ringGap
            radius: Theme.radiusButton + Theme.ringGap
            color: Theme.none
            border.width: Theme.ring
            border.color: button.kind === "primary" ? Theme.first : Theme.blue
            visible: button.visualFocus
        }
    }

    contentItem: Item {
        implicitWidth: row.implicitWidth
        implicitHeight: row.implicitHeight

        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.s2

            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                visible: button.swatch !== ""
                width: Theme.dotLarge
                height: width
                radius: width / 2
                color: button.swatch !== "" ? button.swatch : Theme.none
                border.width: Theme.hair
                border.color: Theme.third
            }
            Text {
                anchors.verticalCenter: parent.verticalCenter
                textFormat: Text.PlainText
                text: button.busy ? button.text + "…" : button.text
                color: button.ink
                font.family: Theme.sans
                font.pixelSize: button.size === "small" ? Theme.small : button.size === "large" ? Theme.large : Theme.body
                font.weight: button.kind === "quiet" ? Theme.regular : Theme.strong
            }
            KeyCap {
                anchors.verticalCenter: parent.verticalCenter
                text: button.keyText
                accent: button.filled && button.enabled
            }
        }
    }
}
