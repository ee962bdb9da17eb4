pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui

// One post that was found: when, who, what, from where.
T.AbstractButton {
    id: found

    required property string id
    required property string author
    required property string words
    required property string source
    required property bool rehearsal
    required property string time
    required property string age
    required property string topics
    property bool current: false

    signal picked

    implicitHeight: Theme.foundPost
    hoverEnabled: true
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: time + ", " + author + ", " + source + ", " + topics + ": " + words
    Accessible.onPressAction: found.picked()
    onClicked: found.picked()

    background: Rectangle {
        radius: Theme.radiusButton
        color: found.current ? Theme.raised : found.hovered ? Theme.card : Theme.none
    }
    contentItem: Item {
        Digits {
            id: when
            x: Theme.s3
            y: Theme.s2
            text: found.time
            tone: "second"
            font.pixelSize: Theme.small
        }
        Words {
            anchors.left: when.right
            anchors.leftMargin: Theme.s3
            anchors.right: where.left
            anchors.rightMargin: Theme.s3
            anchors.verticalCenter: when.verticalCenter
            text: found.author
            font.pixelSize: Theme.small + 1
            font.weight: Theme.strong
        }
        Words {
            id: where
            anchors.right: parent.right
            anchors.rightMargin: Theme.s3
            anchors.verticalCenter: when.verticalCenter
            width: Math.min(implicitWidth, parent.width / 2)
            text: found.topics + " · " + found.source + " · " + found.age
            color: found.rehearsal ? Theme.imitation : Theme.third
            font.pixelSize: Theme.small
        }
        Words {
            x: Theme.s3
            anchors.top: when.bottom
            anchors.topMargin: Theme.s1
            width: parent.width - 2 * Theme.s3
            text: found.words
            font.pixelSize: Theme.body - 1
        }
    }
}
