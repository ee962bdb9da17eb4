pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// The target in hand: the approved file and words to take over, the page to post on, and the link back.
Pane {
    id: target

    required property HandOffScreen handoff
    readonly property bool active: handoff.hand.active

    signal fieldLeft

    headless: true
    onActiveChanged: if (!active)
        target.fieldLeft()

    function show(item: Item): void {
        const y = item.mapToItem(body, 0, 0).y;
        flick.contentY = Math.max(0, Math.min(y + item.height - flick.height, flick.contentHeight - flick.height));
    }

    Image {
        objectName: "handoff.out"
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: parent.top
        anchors.bottom: empty.top
        anchors.topMargin: Theme.s3
        anchors.bottomMargin: Theme.s5
        visible: empty.visible && target.handoff.published
        width: Math.min(parent.width, height)
        fillMode: Image.PreserveAspectFit
        asynchronous: true
        source: visible ? target.handoff.out : ""
        sourceSize: Qt.size(width, height)
        Accessible.role: Accessible.Graphic
        Accessible.name: target.handoff.outAlt
    }
    EmptyState {
        id: empty
        anchors.horizontalCenter: parent.horizontalCenter
        y: target.handoff.published ? parent.height - height - Theme.s5 : (parent.height - height) / 2
        visible: !target.handoff.hand.active
        title: target.handoff.hand.busy !== "" ? target.handoff.hand.busy + "…" : target.handoff.published ? "Published" : "No target is in your hand"
        words: target.handoff.published ? "Every target is done. The links stand at the left." : "Start one at the left: it is yours for two minutes.\nThe room checks the sign-offs again."
    }

    Flickable {
        id: flick
        anchors.fill: parent
        visible: target.handoff.hand.active
        contentWidth: width
        contentHeight: body.implicitHeight
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentHeight > height
        clip: true
        T.ScrollBar.vertical: ScrollThumb {}

        Column {
            id: body
            width: flick.width
            spacing: Theme.s4

            Item {
                width: parent.width
                height: Theme.button

                Words {
                    objectName: "handoff.activeTitle"
                    anchors.verticalCenter: parent.verticalCenter
                    anchors.left: parent.left
                    anchors.right: left.left
                    text: target.handoff.hand.title
                    font.pixelSize: Theme.title
                    font.weight: Theme.strong
                }
                Digits {
                    id: left
                    objectName: "handoff.claimLeft"
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    text: target.handoff.hand.claimLeft
                    reserve: "00:00"
                    tone: "amber"
                    font.pixelSize: Theme.title
                }
            }
            Strip {
                objectName: "handoff.lapsed"
                width: parent.width
                words: target.handoff.hand.lapsed ? "Your two minutes are over and the target is free again. If it is already out, paste its link all the same." : ""
                tone: "amber"
            }
            Flow {
                id: both
                width: parent.width
                spacing: Theme.s4

                HandOffKit {
                    width: Math.floor((both.width - Theme.s4) * 0.5)
                    handoff: target.handoff
                    onFieldLeft: target.fieldLeft()
                    onWanted: item => Qt.callLater(target.show, item)
                }
                Image {
                    objectName: "handoff.picture"
                    visible: !target.handoff.hand.imitation
                    width: Math.floor((both.width - Theme.s4) * 0.5)
                    height: Math.round(Math.min(width, flick.height - Theme.button - 2 * Theme.s4))
                    fillMode: Image.PreserveAspectFit
                    verticalAlignment: Image.AlignTop
                    asynchronous: true
                    source: target.handoff.hand.picture
                    sourceSize: Qt.size(width, height)
                    Accessible.role: Accessible.Graphic
                    Accessible.name: target.handoff.hand.alt
                }
                ImitationPage {
                    visible: target.handoff.hand.imitation
                    width: Math.floor((both.width - Theme.s4) * 0.5)
                    page: target.handoff.hand.page
                }
            }
        }
    }
}
