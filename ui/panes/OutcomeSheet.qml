pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// Which result it is, or which an item waits for: pick one, read what it will do, then do it.
Sheet {
    id: sheet

    required property Outcomes outcomes

    title: sheet.outcomes.title
    open: true
    onDismissed: sheet.outcomes.close()
    Component.onCompleted: list.forceActiveFocus()

    ListView {
        id: list
        objectName: "outcome.list"
        width: sheet.inner
        height: Math.min(contentHeight, Theme.assetCell * 2)
        cacheBuffer: Theme.ahead
        model: sheet.outcomes.choices
        spacing: Theme.s1
        focus: true
        clip: contentHeight > height
        keyNavigationEnabled: false
        currentIndex: -1 // no row has the keyboard: Return would pick that one again
        boundsBehavior: Flickable.StopAtBounds
        Accessible.role: Accessible.List
        Accessible.name: "Results"
        Keys.onDownPressed: sheet.outcomes.step(1)
        Keys.onUpPressed: sheet.outcomes.step(-1)
        Keys.onReturnPressed: confirm.forceActiveFocus(Qt.TabFocusReason)
        Keys.onEnterPressed: confirm.forceActiveFocus(Qt.TabFocusReason)

        delegate: ActionButton {
            required property string key
            required property string label
            required property string note
            required property bool picked
            required property bool now
            required property bool open
            objectName: "outcome.pick." + label
            width: list.width
            text: label + (note !== "" ? "  ·  " + note : "")
            kind: picked ? "chosen" : "plain"
            enabled: open
            focusPolicy: Qt.NoFocus
            onClicked: {
                sheet.outcomes.pick(key);
                list.forceActiveFocus();
            }
        }
    }
    Row {
        spacing: Theme.s1 + Theme.s0

        KeyCap {
            text: "↑"
        }
        KeyCap {
            text: "↓"
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            text: "pick a result; nothing is done yet"
            color: Theme.third
            font.pixelSize: Theme.small
        }
    }
    Words {
        objectName: "outcome.words"
        width: sheet.inner
        text: sheet.outcomes.words
        color: Theme.second
        lineHeight: Theme.lineHeight
        wrapMode: Text.Wrap
        Accessible.role: Accessible.AlertMessage
        Accessible.name: text
    }
    Flow {
        width: sheet.inner
        spacing: Theme.s2

        ActionButton {
            id: confirm
            objectName: "outcome.confirm"
            text: sheet.outcomes.action
            // From the list it leads here first: the second gesture stays one.
            keyText: enabled ? activeFocus ? "Enter" : "Enter twice" : ""
            kind: "primary"
            enabled: sheet.outcomes.canConfirm
            onClicked: sheet.outcomes.confirm()
        }
        ActionButton {
            objectName: "outcome.cancel"
            text: "Cancel"
            kind: "quiet"
            keyText: "Esc"
            onClicked: sheet.outcomes.close()
        }
    }
}
