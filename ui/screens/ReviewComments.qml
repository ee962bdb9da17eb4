pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// What was said about it, oldest first.
Column {
    id: comments

    required property ReviewScreen review

    spacing: Theme.s2

    Rectangle {
        width: parent.width
        height: Theme.hair
        color: Theme.line
    }
    Repeater {
        model: comments.review.comments

        Item {
            id: row

            required property string words
            required property string when
            required property string tone
            required property string number

            width: comments.width
            implicitHeight: texts.implicitHeight
            Accessible.role: Accessible.StaticText
            Accessible.name: row.words + ", " + row.when

            Rectangle {
                id: mark
                width: Theme.s6
                height: width
                radius: width / 2
                color: row.tone === "second" ? Theme.raised : Theme.tone(row.tone)

                Words {
                    anchors.centerIn: parent
                    text: row.number
                    color: row.tone === "second" ? Theme.second : Theme.onSignal
                    font.pixelSize: Theme.small
                    font.weight: Theme.strong
                }
            }
            Column {
                id: texts
                anchors.left: mark.right
                anchors.leftMargin: Theme.s2
                anchors.right: parent.right
                spacing: Theme.s0

                Words {
                    width: parent.width
                    text: row.words
                    color: row.tone === "amber" ? Theme.first : Theme.second
                    wrapMode: Text.Wrap
                }
                Words {
                    text: row.when
                    color: Theme.third
                    font.pixelSize: Theme.small
                }
            }
        }
    }
}
