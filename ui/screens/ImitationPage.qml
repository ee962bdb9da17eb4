pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// The rehearsal's imitation of a network's page: a box to post in, and what was posted. It says what it is, and reaches nothing.
Rectangle {
    id: sheet

    required property ImitationScreen page

    objectName: "imitation"
    implicitHeight: column.implicitHeight + 2 * Theme.s4
    radius: Theme.radiusCard
    color: Theme.well
    border.width: Theme.hair
    border.color: Theme.edge("violet")
    Accessible.role: Accessible.Pane
    Accessible.name: "Imitation page of " + sheet.page.network

    Column {
        id: column
        x: Theme.s4
        y: Theme.s4
        width: parent.width - 2 * Theme.s4
        spacing: Theme.s3

        Item {
            width: parent.width
            height: mark.height

            Pill {
                id: mark
                text: "Imitation page"
                tone: "violet"
            }
            Words {
                anchors.left: mark.right
                anchors.leftMargin: Theme.s2
                anchors.right: parent.right
                anchors.verticalCenter: mark.verticalCenter
                text: sheet.page.network + " · " + sheet.page.account
                color: Theme.second
            }
        }
        Rectangle {
            width: parent.width
            height: Theme.pagePicture
            radius: Theme.radiusButton
            color: Theme.window
            border.width: Theme.hair
            border.color: Theme.line

            Image {
                objectName: "imitation.picture"
                anchors.fill: parent
                anchors.margins: Theme.s1
                fillMode: Image.PreserveAspectFit
                asynchronous: true
                source: sheet.page.picture
                sourceSize: Qt.size(width, height)
                Accessible.role: Accessible.Graphic
                Accessible.name: sheet.page.alt !== "" ? sheet.page.alt : "Picture"
            }
            ActionButton {
                objectName: "imitation.put.picture"
                anchors.centerIn: parent
                visible: sheet.page.picture === "" && sheet.page.link === ""
                text: "Put the picture in"
                onClicked: sheet.page.put("picture")
            }
        }
        Item {
            width: parent.width
            height: Math.max(caption.implicitHeight, putCaption.height)

            Words {
                id: caption
                width: parent.width
                text: sheet.page.caption
                wrapMode: Text.Wrap
            }
            ActionButton {
                id: putCaption
                objectName: "imitation.put.caption"
                visible: sheet.page.caption === ""
                text: "Put the caption in"
                size: "small"
                onClicked: sheet.page.put("caption")
            }
        }
        Item {
            width: parent.width
            height: Math.max(alt.implicitHeight, putAlt.height)

            Words {
                id: alt
                width: parent.width
                text: sheet.page.alt !== "" ? "Alt: " + sheet.page.alt : ""
                color: Theme.second
                font.pixelSize: Theme.small
                wrapMode: Text.Wrap
            }
            ActionButton {
                id: putAlt
                objectName: "imitation.put.alt"
                visible: sheet.page.alt === ""
                text: "Put the alt text in"
                size: "small"
                onClicked: sheet.page.put("alt")
            }
        }
        Item {
            width: parent.width
            height: Theme.button

            Words {
                objectName: "imitation.link"
                anchors.verticalCenter: parent.verticalCenter
                anchors.left: parent.left
                anchors.right: post.left
                visible: sheet.page.link !== ""
                text: "Posted: " + sheet.page.link
                color: Theme.violet
                font.family: Theme.mono
                font.pixelSize: Theme.small
            }
            ActionButton {
                id: post
                objectName: "imitation.post"
                anchors.right: parent.right
                text: "Post"
                kind: "primary"
                enabled: sheet.page.ready
                onClicked: sheet.page.post()
            }
        }
        Repeater {
            model: sheet.page.posts

            Item {
                id: post_

                required property string link
                required property string caption
                required property string alt
                required property string picture

                width: column.width
                height: Theme.boardThumb
                Accessible.role: Accessible.StaticText
                Accessible.name: post_.caption

                Thumb {
                    id: thumb
                    width: Theme.boardThumb
                    height: Theme.boardThumb
                    source: post_.picture
                    alt: post_.alt
                }
                Words {
                    anchors.left: thumb.right
                    anchors.leftMargin: Theme.s3
                    anchors.right: parent.right
                    text: post_.caption + "\n" + post_.link
                    color: Theme.second
                    font.pixelSize: Theme.small
                    wrapMode: Text.Wrap
                }
            }
        }
    }
}
