pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// One of the brand's own pictures; its rights are known.
T.AbstractButton {
    id: own

    required property string key
    required property string digest
    required property string name
    required property string source
    required property bool stuck
    required property string slotName
    required property bool chosen
    required property ComposerScreen composer

    objectName: "composer.own." + name
    width: Theme.ownThumb
    height: Theme.buttonSmall
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.RadioButton
    Accessible.name: "Own picture: " + name
    Accessible.checked: chosen
    Accessible.description: "Of the brand's own pictures"
    Accessible.onPressAction: own.click()
    Keys.onReturnPressed: own.click()
    onClicked: own.composer.takeOwn(own.slotName, own.key)

    contentItem: Item {
        Thumb {
            anchors.fill: parent
            source: own.source
            alt: own.name
            fillMode: Image.PreserveAspectCrop
            chosen: own.chosen || own.visualFocus || own.hovered
        }
    }
}
