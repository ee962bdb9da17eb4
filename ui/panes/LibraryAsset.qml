pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// One asset of the library; grey, with why, where it may not be used on the day of the event.
T.AbstractButton {
    id: asset

    required property string key
    required property string title
    required property string kind
    required property string shows
    required property string thumb
    required property string why
    required property string trouble
    required property bool chosen
    required property int index
    required property LibraryScreen library

    signal picked

    objectName: "library.asset." + key
    hoverEnabled: true
    focusPolicy: Qt.NoFocus
    Accessible.role: Accessible.ListItem
    Accessible.name: [title, kind, shows, why !== "" ? "cannot be placed: " + why : "", trouble].filter(part => part !== "").join(", ")
    Accessible.selected: chosen
    Accessible.onPressAction: asset.click()
    Component.onCompleted: {
        asset.library.want(asset.key);
        Qt.callLater(asset.library.seen, asset.index);
    }
    Component.onDestruction: asset.library.leave(asset.key)
    onClicked: {
        asset.library.choose(asset.key);
        asset.picked();
    }
    onDoubleClicked: asset.library.place()

    contentItem: Column {
        spacing: Theme.s1

        Thumb {
            width: parent.width
            height: asset.height - name.height - note.height - 2 * Theme.s1
            opacity: asset.why !== "" ? Theme.faint : 1
            source: asset.thumb
            alt: asset.title
            fillMode: asset.kind === "picture" ? Image.PreserveAspectCrop : Image.PreserveAspectFit

            Rectangle {
                anchors.fill: parent
                visible: asset.chosen || asset.hovered
                color: Theme.none
                radius: Theme.radiusSmall
                border.width: asset.chosen ? Theme.ring : Theme.hair
                border.color: Theme.blue
            }
        }
        Words {
            id: name
            width: parent.width
            text: asset.title
            color: asset.why !== "" ? Theme.third : Theme.first
            font.pixelSize: Theme.small
        }
        Words {
            id: note
            width: parent.width
            text: asset.trouble !== "" ? asset.trouble : asset.why !== "" ? asset.why.replace("its licence ", "") : asset.kind
            color: asset.trouble !== "" || asset.why !== "" ? Theme.amber : Theme.third
            font.pixelSize: Theme.tiny
        }
    }
}
