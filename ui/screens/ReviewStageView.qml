pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// The picture of the version under review, large, with every cut beside it, and the digest that a yes would name.
Pane {
    id: view

    required property ReviewScreen review
    readonly property ReviewStage stage: view.review.stage

    headless: true

    Item {
        id: top
        width: parent.width
        height: Theme.button

        Words {
            id: title
            anchors.verticalCenter: parent.verticalCenter
            objectName: "review.title"
            width: Math.min(implicitWidth, top.width - phase.width - tabs.width - 3 * Theme.s3 - (view.stage.comparing ? version.implicitWidth + Theme.s3 : 0))
            text: view.review.title
            font.pixelSize: Theme.title
            font.weight: Theme.strong
        }
        Row {
            id: marks
            anchors.left: title.right
            anchors.leftMargin: Theme.s3
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.s3

            Pill {
                id: phase
                objectName: "review.phase"
                anchors.verticalCenter: parent.verticalCenter
                text: view.review.phase
                tone: view.review.phaseTone
            }
            Words {
                id: version
                objectName: "review.version"
                anchors.verticalCenter: parent.verticalCenter
                visible: view.stage.comparing || width > Theme.s12
                width: Math.max(0, Math.min(implicitWidth, tabs.x - marks.x - phase.width - 2 * Theme.s3))
                text: view.stage.comparing ? view.stage.comparedWith : view.review.version
                color: view.stage.comparing ? Theme.amber : Theme.second
            }
        }
        Row {
            id: tabs
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.s1

            KeyCap {
                anchors.verticalCenter: parent.verticalCenter
                text: "["
            }
            KeyCap {
                anchors.verticalCenter: parent.verticalCenter
                text: "]"
            }
            ActionButton {
                objectName: "review.compare"
                visible: view.stage.compareText !== ""
                text: view.stage.compareText
                keyText: "="
                onClicked: view.stage.compare()
            }
        }
    }

    Rectangle {
        id: well
        anchors.top: top.bottom
        anchors.topMargin: Theme.s3
        anchors.bottom: cuts.top
        anchors.bottomMargin: Theme.s3
        width: parent.width
        color: Theme.window
        clip: true

        Image {
            id: picture
            objectName: "review.picture"
            anchors.centerIn: parent
            width: Math.round(Math.min(parent.width, parent.height * view.stage.aspect))
            height: Math.round(width / view.stage.aspect)
            source: view.stage.picture
            sourceSize: Qt.size(Math.ceil(width * Screen.devicePixelRatio), Math.ceil(height * Screen.devicePixelRatio))
            asynchronous: true
            retainWhileLoading: true
            Accessible.role: Accessible.Graphic
            Accessible.name: view.stage.alt
        }
    }

    ListView {
        id: cuts
        objectName: "review.cuts"
        anchors.bottom: foot.top
        anchors.bottomMargin: Theme.s3
        width: parent.width
        height: Theme.cutStrip
        orientation: ListView.Horizontal
        spacing: Theme.s2
        interactive: false
        cacheBuffer: Theme.ahead
        model: view.stage.cuts

        delegate: ReviewCut {
            width: (cuts.width - 3 * cuts.spacing) / Math.max(4, cuts.count)
            height: cuts.height
            stage: view.stage
        }
    }

    Item {
        id: foot
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.s5

        Row {
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.s3

            Digits {
                objectName: "review.digest"
                anchors.verticalCenter: parent.verticalCenter
                text: "sha256 " + view.review.digest
                tone: "second"
                font.pixelSize: Theme.small + 1
                Accessible.role: Accessible.StaticText
                Accessible.name: "Digest " + view.review.wholeDigest
            }
            Words {
                anchors.verticalCenter: parent.verticalCenter
                text: view.stage.comparing ? "Of the version under review: it is not the one shown." : "You approve exactly these bytes. Any change asks you again."
                objectName: "review.bytes"
                color: Theme.second
                font.pixelSize: Theme.small + 1
            }
        }
    }
}
