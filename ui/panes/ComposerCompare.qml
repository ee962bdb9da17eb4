pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// Mine and theirs beside each other: both cards, and every word that differs.
Sheet {
    id: compare

    required property ComposerScreen composer

    objectName: "composer.comparison"
    open: compare.composer.comparing
    title: "Yours and theirs"
    words: compare.composer.conflict
    sheetWidth: Theme.sheetWide
    onDismissed: compare.composer.compare()

    Row {
        width: parent.width
        spacing: Theme.s3

        Column {
            width: (parent.width - Theme.s3) / 2
            spacing: Theme.s1

            Words {
                text: "Yours"
                color: Theme.second
                font.pixelSize: Theme.small
            }
            CardView {
                width: parent.width
                height: Theme.comparePicture
                preview: compare.composer.preview
                name: "stage"
                Accessible.role: Accessible.Graphic
                Accessible.name: "Your card"
            }
        }
        Column {
            width: (parent.width - Theme.s3) / 2
            spacing: Theme.s1

            Words {
                text: "Theirs"
                color: Theme.second
                font.pixelSize: Theme.small
            }
            Image {
                width: parent.width
                height: Theme.comparePicture
                fillMode: Image.PreserveAspectFit
                asynchronous: true
                sourceSize: Qt.size(width, height)
                source: compare.open ? compare.composer.theirPicture : ""
                Accessible.role: Accessible.Graphic
                Accessible.name: "Their card"
            }
        }
    }
    Repeater {
        model: compare.composer.shown.differences

        Item {
            id: row

            required property string what
            required property string mine
            required property string theirs

            width: parent ? parent.width : 0
            implicitHeight: Math.max(left.implicitHeight, right.implicitHeight) + name.height + Theme.s1

            Words {
                id: name
                text: row.what
                color: Theme.second
                font.pixelSize: Theme.small
            }
            Words {
                id: left
                anchors.top: name.bottom
                width: (parent.width - Theme.s3) / 2
                text: row.mine
                wrapMode: Text.Wrap
            }
            Words {
                id: right
                anchors.top: name.bottom
                anchors.right: parent.right
                width: left.width
                text: row.theirs
                color: Theme.amber
                wrapMode: Text.Wrap
            }
        }
    }
    Row {
        anchors.right: parent ? parent.right : undefined
        spacing: Theme.s2

        ActionButton {
            objectName: "composer.comparison.take"
            text: "Take theirs"
            onClicked: compare.composer.takeTheirs()
        }
        ActionButton {
            objectName: "composer.comparison.keep"
            text: "Keep mine as a new version"
            kind: "primary"
            onClicked: compare.composer.keepMine()
        }
    }
}
