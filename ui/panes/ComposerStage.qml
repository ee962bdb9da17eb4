pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// The card, large, at the pixels it will have; every cut small beside or below it. A picture dropped here goes into the card.
FocusScope {
    id: stage

    required property ComposerScreen composer
    // Cuts in a strip below, as when the composer is alone; else in a column at the right.
    property bool strip: false
    readonly property CardPreview preview: stage.composer.preview
    readonly property real ratio: Screen.devicePixelRatio

    objectName: "composer.stage"
    activeFocusOnTab: true
    Accessible.role: Accessible.Graphic
    Accessible.name: "The card. " + stage.composer.alt

    Item {
        id: head
        width: parent.width
        height: stage.strip ? Theme.button : 0
        visible: stage.strip

        Words {
            id: title
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(implicitWidth, parent.width - shows.width - state.implicitWidth - 2 * Theme.s3)
            text: stage.composer.shown.title
            font.pixelSize: Theme.title
            font.weight: Theme.strong
        }
        Words {
            id: state
            anchors.left: title.right
            anchors.leftMargin: Theme.s3
            anchors.verticalCenter: parent.verticalCenter
            text: stage.composer.shown.state
            color: Theme.second
        }
        ComposerShows {
            id: shows
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            composer: stage.composer
            roomy: stage.width > Theme.pagePicture * 3
        }
    }

    Item {
        id: well
        anchors.top: head.bottom
        anchors.topMargin: stage.strip ? Theme.s3 : 0
        anchors.left: parent.left
        width: stage.strip ? parent.width : parent.width - Theme.cutColumn - Theme.s3
        anchors.bottom: bar.top
        anchors.bottomMargin: bar.height > 0 ? Theme.s1 : 0

        readonly property real free: well.height

        CardView {
            id: card
            objectName: "composer.card"
            width: Math.floor(Math.min(well.width, well.free * stage.preview.aspect))
            height: Math.floor(width / stage.preview.aspect)
            x: stage.strip ? Math.floor((well.width - width) / 2) : 0
            y: stage.strip ? Math.floor((well.free - height) / 2) : 0
            preview: stage.preview
            name: "stage"
            onWidthChanged: stage.preview.setStage(Math.round(width * stage.ratio), Math.round(height * stage.ratio))
            onHeightChanged: stage.preview.setStage(Math.round(width * stage.ratio), Math.round(height * stage.ratio))
            Accessible.ignored: true
        }
        ComposerGuides {
            anchors.fill: card
            preview: stage.preview
            frame: stage.composer.frame
            marked: hand.containsMouse || stage.activeFocus || stage.composer.frame.held
        }
        ComposerHand {
            id: hand
            anchors.fill: card
            frame: stage.composer.frame
            onTaken: stage.forceActiveFocus(Qt.MouseFocusReason)
        }
        Rectangle {
            anchors.fill: card
            color: Theme.none
            border.width: Theme.ring
            border.color: Theme.blue
            visible: drop.containsDrag || (stage.activeFocus && !stage.strip)
        }
        DropArea {
            id: drop
            anchors.fill: parent
            keys: ["text/uri-list"]
            onDropped: event => {
                if (event.hasUrls && event.urls.length > 0) {
                    event.acceptProposedAction();
                    stage.composer.dropFile(event.x / card.width - card.x / card.width, event.y / card.height - card.y / card.height, event.urls[0]);
                }
            }
        }
    }

    Item {
        id: bar
        anchors.bottom: stage.strip ? cuts.top : parent.bottom
        anchors.bottomMargin: stage.strip ? Theme.s3 : 0
        width: parent.width
        height: framing.visible || !stage.strip ? Theme.buttonSmall : 0

        ComposerFraming {
            id: framing
            x: stage.strip ? Math.floor((parent.width - width) / 2) : 0
            widest: parent.width - (stage.strip ? 0 : more.width)
            frame: stage.composer.frame
        }
        // Alone, these stand above the card.
        Row {
            id: more
            anchors.right: parent.right
            visible: !stage.strip
            spacing: Theme.s1

            ActionButton {
                objectName: "composer.guides"
                text: stage.preview.guides === "safe" ? stage.preview.keepsSafe ? "Safe area" : "No safe area" : stage.preview.guides === "overlay" ? "Network overlay" : "No guides"
                keyText: "S"
                size: "small"
                kind: stage.preview.guides === "off" || stage.preview.guides === "safe" && !stage.preview.keepsSafe ? "quiet" : "chosen"
                explain: "Safe area, then the networks' own screen, then neither"
                onClicked: stage.preview.turnGuides()
            }
            ActionButton {
                objectName: "composer.openVariationsSmall"
                text: "Variations"
                keyText: "V"
                size: "small"
                kind: "quiet"
                explain: "The same in other templates"
                onClicked: stage.composer.variations.toggle()
            }
            ActionButton {
                objectName: "composer.openVersionsSmall"
                visible: stage.composer.hasVersions
                text: "Compare"
                keyText: "="
                size: "small"
                kind: "quiet"
                explain: "With an earlier version, and back to it"
                onClicked: stage.composer.versions.toggle()
            }
        }
    }

    ListView {
        id: cuts
        objectName: "composer.cuts"
        anchors.right: parent.right
        y: stage.strip ? stage.height - height : well.y // no anchor: well hangs on it in a strip, and it on well beside
        width: stage.strip ? parent.width : parent.width - card.width - Theme.s3
        height: stage.strip ? Theme.cutStrip : well.height
        orientation: stage.strip ? ListView.Horizontal : ListView.Vertical
        spacing: Theme.s2
        interactive: false
        cacheBuffer: Theme.ahead
        model: stage.preview.cuts

        delegate: ComposerCut {
            width: stage.strip ? Math.floor((cuts.width - 3 * cuts.spacing) / Math.max(4, cuts.count)) : cuts.width
            height: stage.strip ? cuts.height : Math.floor((cuts.height - 3 * cuts.spacing) / Math.max(4, cuts.count))
            roomy: cuts.orientation === ListView.Horizontal || cuts.width > Theme.cutRoomy
            preview: stage.preview
        }
    }
}
