pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// One shell of the bank: what it is, who cleared it until when, and what its blanks are.
Rectangle {
    id: shell

    required property string key
    required property string title
    required property string stands
    required property string tone
    required property string names
    required property string thumb
    required property bool usable
    required property bool chosen
    required property BankScreen bank
    property bool focused: false

    signal picked

    objectName: "bank.shell." + key
    height: Math.max(picture.height, texts.height) + 2 * Theme.s2
    radius: Theme.radiusCard
    color: chosen ? Theme.raised : Theme.card
    border.width: Theme.hair
    border.color: chosen && focused ? Theme.blue : Theme.line
    Accessible.role: Accessible.ListItem
    Accessible.name: [title, stands, "blanks: " + names].join(", ")
    Accessible.selected: chosen
    Accessible.onPressAction: shell.bank.choose(shell.key)

    TapHandler {
        onTapped: {
            shell.bank.choose(shell.key);
            shell.picked();
        }
    }
    Thumb {
        id: picture
        x: Theme.s2
        y: Theme.s2
        width: Theme.boardThumb
        height: Theme.boardThumb
        opacity: shell.usable ? 1 : Theme.faint
        source: shell.thumb !== "" ? "image://blob/" + shell.thumb : ""
        alt: shell.title
    }
    Column {
        id: texts
        anchors.left: picture.right
        anchors.leftMargin: Theme.s2
        anchors.right: parent.right
        anchors.rightMargin: Theme.s2
        y: Theme.s2
        spacing: Theme.s0

        Words {
            width: parent.width
            text: shell.title
            color: shell.usable ? Theme.first : Theme.third
            font.weight: Theme.strong
        }
        Words {
            width: parent.width
            text: shell.stands
            color: Theme.tone(shell.tone)
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
            maximumLineCount: 3
            elide: Text.ElideRight
        }
        Words {
            width: parent.width
            text: shell.names
            color: Theme.second
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
            maximumLineCount: 2
            elide: Text.ElideRight
        }
    }
}
