pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// What nobody may miss: what is shown is old; the room is stood down.
Column {
    id: banners

    required property TopBar topbar

    Rectangle {
        objectName: "banner.stale"
        width: parent.width
        height: visible ? Theme.button : 0
        visible: banners.topbar.stale !== ""
        color: Theme.tint("amber")
        Accessible.role: Accessible.AlertMessage
        Accessible.name: banners.topbar.stale

        Row {
            anchors.left: parent.left
            anchors.leftMargin: Theme.s5
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.s3

            IconDot {
                anchors.verticalCenter: parent.verticalCenter
                tone: "amber"
            }
            Words {
                objectName: "banner.stale.words"
                text: banners.topbar.stale
                color: Theme.amber
                font.weight: Theme.medium
                width: Math.min(implicitWidth, banners.width - Theme.s12)
            }
        }
    }
    Rectangle {
        objectName: "banner.down"
        width: parent.width
        height: visible ? Theme.topBar - Theme.s2 : 0
        visible: banners.topbar.stoodDown
        color: Theme.tint("red")
        Accessible.role: Accessible.AlertMessage
        Accessible.name: banners.topbar.stoodDownWords

        IconDot {
            id: light
            anchors.left: parent.left
            anchors.leftMargin: Theme.s5
            anchors.verticalCenter: parent.verticalCenter
            tone: "red"
        }
        Column {
            anchors.left: light.right
            anchors.leftMargin: Theme.s3
            anchors.right: resume.left
            anchors.rightMargin: Theme.s3
            anchors.verticalCenter: parent.verticalCenter

            Words {
                objectName: "banner.down.words"
                width: parent.width
                text: banners.topbar.stoodDownWords
                color: Theme.red
                font.weight: Theme.strong
            }
            Words {
                width: parent.width
                text: banners.topbar.resumeHint
                color: Theme.second
                font.pixelSize: Theme.small + 1
            }
        }
        ActionButton {
            id: resume
            objectName: "banner.down.resume"
            anchors.right: parent.right
            anchors.rightMargin: Theme.s4
            anchors.verticalCenter: parent.verticalCenter
            visible: banners.topbar.resumeWords !== ""
            text: banners.topbar.resumeWords
            onClicked: banners.topbar.resume()
        }
    }
}
