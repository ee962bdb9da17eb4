pragma ComponentBehavior: Bound

import QtQuick
import ui

// One sentence across a pane that has to be seen now, with what can be done about it. Empty words: nothing is shown.
Rectangle {
    id: strip

    required property string words
    property string tone: "amber"
    property string action: ""
    property string keyText: ""
    default property alias content: more.data

    signal acted

    visible: words !== ""
    implicitHeight: visible ? Math.max(body.implicitHeight, act.visible ? act.height : 0) + 2 * Theme.s2 : 0
    radius: Theme.radiusCard
    color: Theme.tint(tone)
    border.width: Theme.hair
    border.color: Qt.alpha(Theme.tone(tone), 0.5)
    Accessible.role: Accessible.AlertMessage
    Accessible.name: words

    Column {
        id: body
        anchors.left: parent.left
        anchors.leftMargin: Theme.s3
        anchors.right: act.visible ? act.left : parent.right
        anchors.rightMargin: Theme.s3
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.s2

        Words {
            width: parent.width
            text: strip.words
            color: Theme.first
            font.pixelSize: Theme.small + 1
            wrapMode: Text.Wrap
        }
        Flow {
            id: more
            width: parent.width
            visible: children.length > 0
            spacing: Theme.s2
        }
    }
    ActionButton {
        id: act
        objectName: strip.objectName + ".action"
        anchors.right: parent.right
        anchors.rightMargin: Theme.s2
        anchors.verticalCenter: parent.verticalCenter
        visible: strip.action !== ""
        text: strip.action
        keyText: strip.keyText
        size: "small"
        onClicked: strip.acted()
    }
}
