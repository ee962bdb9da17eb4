pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// One cut of what is reviewed, small; a click shows it large. It tells the stage once it is on screen.
T.AbstractButton {
    id: cut

    required property string name
    required property string label
    required property string source
    required property real aspect
    required property bool chosen
    required property bool seen
    required property ReviewStage stage

    objectName: "review.cut." + name
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.RadioButton
    Accessible.name: "Cut " + label
    Accessible.checked: chosen
    Accessible.onPressAction: cut.click()
    Keys.onReturnPressed: cut.click()
    onClicked: cut.stage.choose(cut.name)

    background: Rectangle {
        radius: Theme.radiusCard
        color: cut.chosen || cut.hovered ? Theme.raised : Theme.card
        border.width: cut.visualFocus ? Theme.ring : Theme.hair
        border.color: cut.chosen || cut.visualFocus ? Theme.blue : Theme.line
    }
    contentItem: Item {
        Image {
            id: small
            anchors.left: parent.left
            anchors.leftMargin: Theme.s3
            anchors.verticalCenter: parent.verticalCenter
            height: Math.min(parent.height - 2 * Theme.s2, (parent.width / 2 - Theme.s3) / cut.aspect)
            width: Math.round(height * cut.aspect)
            source: cut.source
            sourceSize: Qt.size(Math.ceil(width * Screen.devicePixelRatio), Math.ceil(height * Screen.devicePixelRatio))
            asynchronous: true
            onStatusChanged: if (status === Image.Ready)
                cut.stage.seen(cut.name)
        }
        Words {
            anchors.left: small.right
            anchors.leftMargin: Theme.s3
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            text: cut.seen ? cut.label : cut.label + " …"
            font.weight: Theme.strong
            color: cut.chosen ? Theme.first : Theme.second
        }
    }
}
