pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// Everything that is wrong in an event plan and the files it names: where, what, and what would be right.
Rectangle {
    id: box

    required property Home home

    visible: list.count > 0
    height: visible ? column.height + 2 * Theme.s4 : 0
    radius: Theme.radiusCard
    color: Theme.pane
    border.width: Theme.hair
    border.color: Theme.edge("red")
    Accessible.role: Accessible.AlertMessage
    Accessible.name: heading.text

    Column {
        id: column
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.s4
        spacing: Theme.s3

        Item {
            width: parent.width
            height: Theme.buttonSmall

            Words {
                id: heading
                objectName: "problems.heading"
                anchors.left: parent.left
                anchors.right: again.left
                anchors.rightMargin: Theme.s3
                anchors.verticalCenter: parent.verticalCenter
                text: box.home.wrong
                font.weight: Theme.strong
                color: Theme.red
            }
            ActionButton {
                id: again
                objectName: "problems.again"
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                text: "Read it again"
                size: "small"
                onClicked: box.home.again()
            }
        }
        ListView {
            id: list
            objectName: "problems.list"
            width: parent.width
            height: Math.min(contentHeight, Theme.choice)
            clip: true
            spacing: Theme.s2
            cacheBuffer: Theme.ahead
            model: box.home.problems
            boundsBehavior: Flickable.StopAtBounds
            delegate: Item {
                id: line

                required property string place
                required property string where
                required property string problem
                required property string hint
                required property int index

                objectName: "problem." + index
                width: ListView.view.width
                height: words.implicitHeight
                Accessible.role: Accessible.ListItem
                Accessible.name: place + " " + where + " " + problem + " " + hint

                Words {
                    id: at
                    width: Theme.feedColumn
                    text: line.place
                    color: Theme.second
                    font.family: Theme.mono
                    font.pixelSize: Theme.small + 1
                }
                Column {
                    id: words
                    anchors.left: at.right
                    anchors.leftMargin: Theme.s3
                    anchors.right: parent.right

                    Words {
                        width: parent.width
                        text: line.where !== "" ? line.where + " " + line.problem : line.problem
                        wrapMode: Text.Wrap
                    }
                    Words {
                        width: parent.width
                        visible: text !== ""
                        text: line.hint
                        color: Theme.second
                        font.pixelSize: Theme.small + 1
                        wrapMode: Text.Wrap
                    }
                }
            }
        }
    }
}
