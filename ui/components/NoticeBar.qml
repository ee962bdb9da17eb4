pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// What went wrong here, and what to do; stays until dealt with. Shows the notices of one place.
Column {
    id: bar

    required property Notices notices
    required property string place

    spacing: Theme.s2

    Repeater {
        model: bar.notices

        Rectangle {
            id: row

            required property string key
            required property string place
            required property string level
            required property string words
            required property string hint
            required property string action
            readonly property string tone: level === "error" ? "red" : level === "warning" ? "amber" : "blue"

            objectName: "notice." + key
            readonly property bool here: place === bar.place

            visible: here
            width: bar.width
            height: here ? Math.max(texts.implicitHeight + 2 * Theme.s3, Theme.button + Theme.s3) : 0
            radius: Theme.radiusCard
            color: Theme.tint(tone)
            border.width: Theme.hair
            border.color: Qt.alpha(Theme.tone(tone), 0.5)
            Accessible.role: Accessible.AlertMessage
            Accessible.name: words + " " + hint

            IconDot {
                id: light
                anchors.left: parent.left
                anchors.leftMargin: Theme.s3
                anchors.verticalCenter: parent.verticalCenter
                tone: row.tone
            }
            Column {
                id: texts
                anchors.left: light.right
                anchors.leftMargin: Theme.s3
                anchors.right: buttons.left
                anchors.rightMargin: Theme.s3
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.s0

                Words {
                    width: parent.width
                    text: row.words
                    font.weight: Theme.medium
                    wrapMode: Text.Wrap
                }
                Words {
                    width: parent.width
                    visible: text !== ""
                    text: row.hint
                    color: Theme.second
                    font.pixelSize: Theme.small + 1
                    wrapMode: Text.Wrap
                }
            }
            Row {
                id: buttons
                anchors.right: parent.right
                anchors.rightMargin: Theme.s2
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.s1

                ActionButton {
                    objectName: row.objectName + ".action"
                    visible: row.action !== ""
                    text: row.action
                    size: "small"
                    onClicked: bar.notices.act(row.key)
                }
                ActionButton {
                    objectName: row.objectName + ".dismiss"
                    text: "Dismiss"
                    kind: "quiet"
                    size: "small"
                    onClicked: bar.notices.dismiss(row.key)
                }
            }
        }
    }
}
