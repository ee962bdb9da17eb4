pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// What is written, in one template: the card as it would be, its number, and what would be wrong with it.
T.AbstractButton {
    id: tile

    required property string key
    required property string name
    required property string shortcut
    required property string picture
    required property real aspect
    required property bool now
    required property bool ready
    required property string words
    required property string tone
    required property CardPreview preview
    property int pictureHeight: 0
    property bool current: false

    objectName: "composer.variation." + key
    implicitHeight: pictureHeight + foot.height + 3 * Theme.s2
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: name + (now ? ", as it is now" : "")
    Accessible.description: ["Key " + shortcut, words].filter(part => part !== "").join(". ")
    Accessible.onPressAction: tile.click()

    background: Rectangle {
        radius: Theme.radiusCard
        color: tile.hovered || tile.current ? Theme.raised : Theme.card
        border.width: tile.visualFocus || tile.current ? Theme.ring : Theme.hair
        border.color: tile.visualFocus || tile.current ? Theme.blue : Theme.line
    }
    contentItem: Item {
        CardView {
            id: card
            objectName: "composer.variation.card." + tile.key
            x: Theme.s2
            y: Theme.s2
            width: parent.width - 2 * Theme.s2
            height: tile.pictureHeight
            preview: tile.preview
            name: tile.picture
            opacity: tile.ready ? 1 : 0
            Accessible.ignored: true
        }
        Words {
            anchors.centerIn: card
            visible: !tile.ready
            text: tile.tone === "red" ? "" : "drawing…"
            color: Theme.third
        }
        Item {
            id: foot
            anchors.top: card.bottom
            anchors.topMargin: Theme.s2
            x: Theme.s2
            width: parent.width - 2 * Theme.s2
            height: Theme.cap + said.height

            Words {
                anchors.left: parent.left
                anchors.right: cap.left
                anchors.rightMargin: Theme.s2
                anchors.verticalCenter: cap.verticalCenter
                text: tile.name
                font.weight: Theme.medium
            }
            // A line of its own: beside a long name there is no room to say what is wrong.
            Words {
                id: said
                objectName: "composer.variation.said." + tile.key
                y: Theme.cap
                width: parent.width
                height: Theme.s4
                text: tile.words !== "" ? tile.words : tile.now ? "as it is now" : ""
                color: tile.words !== "" ? Theme.tone(tile.tone) : Theme.blue
                font.pixelSize: Theme.small
            }
            KeyCap {
                id: cap
                anchors.right: parent.right
                text: tile.shortcut
            }
        }
    }
}
