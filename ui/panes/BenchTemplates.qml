pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// The templates of the brand that is followed, and what was found in each.
ListView {
    id: list

    required property Bench bench

    objectName: "bench.templates"
    clip: true
    spacing: Theme.s1
    boundsBehavior: Flickable.StopAtBounds
    cacheBuffer: Theme.ahead
    model: list.bench.templates
    currentIndex: list.bench.place
    highlightFollowsCurrentItem: true
    onCurrentIndexChanged: list.positionViewAtIndex(list.currentIndex, ListView.Contain)
    onHeightChanged: list.positionViewAtIndex(list.currentIndex, ListView.Contain)

    delegate: T.AbstractButton {
        id: row

        required property string key
        required property string name
        required property string words
        required property string tone
        required property bool chosen

        objectName: "bench.template." + key
        width: list.width
        height: Theme.s12
        hoverEnabled: true
        focusPolicy: Qt.TabFocus
        Accessible.role: Accessible.RadioButton
        Accessible.name: "Template " + name
        Accessible.description: words
        Accessible.checked: chosen
        Accessible.onPressAction: row.click()
        Keys.onReturnPressed: row.click()
        onClicked: list.bench.choose(row.key)

        background: Rectangle {
            radius: Theme.radiusButton
            color: row.chosen || row.hovered ? Theme.raised : Theme.none
            border.width: row.visualFocus ? Theme.ring : row.chosen ? Theme.hair : 0
            border.color: Theme.blue
        }
        contentItem: Item {
            IconDot {
                id: dot
                x: Theme.s3
                anchors.verticalCenter: parent.verticalCenter
                tone: row.tone
            }
            Column {
                anchors.left: dot.right
                anchors.leftMargin: Theme.s3
                anchors.right: parent.right
                anchors.rightMargin: Theme.s2
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.s0

                Words {
                    width: parent.width
                    text: row.name
                    color: row.chosen ? Theme.first : Theme.second
                    font.weight: row.chosen ? Theme.strong : Theme.medium
                }
                Words {
                    width: parent.width
                    visible: text !== ""
                    text: row.words
                    color: row.tone === "red" || row.tone === "amber" ? Theme.tone(row.tone) : Theme.third
                    font.pixelSize: Theme.small
                }
            }
        }
    }
    T.ScrollBar.vertical: ScrollThumb {}
}
