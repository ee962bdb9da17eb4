pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// One cut, small: its proportions, where it goes, and the light of its checks.
T.AbstractButton {
    id: cut

    required property string name
    required property string label
    required property string networks
    required property real aspect
    required property bool chosen
    required property string tone
    required property string words
    required property CardPreview preview
    property bool roomy: false
    // Too low for two lines: its networks stand beside its name.
    readonly property bool flat: height < Theme.s12

    objectName: "composer.cut." + name
    hoverEnabled: true
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.RadioButton
    Accessible.name: "Cut " + label
    Accessible.description: [networks, words].filter(part => part !== "").join(". ")
    Accessible.checked: chosen
    Accessible.onPressAction: cut.click()
    Keys.onReturnPressed: cut.click()
    onClicked: cut.preview.choose(cut.name)

    background: Rectangle {
        radius: Theme.radiusCard
        color: cut.chosen || cut.hovered ? Theme.raised : Theme.card
        border.width: cut.visualFocus ? Theme.ring : Theme.hair
        border.color: cut.chosen || cut.visualFocus ? Theme.blue : Theme.line
    }
    contentItem: Item {
        CardView {
            id: small
            x: cut.roomy ? Theme.s2 : Math.round((Theme.cutBox - width) / 2) + Theme.s1
            anchors.verticalCenter: parent.verticalCenter
            width: Math.floor(Math.min(cut.roomy ? Math.min(parent.width * (cut.width < Theme.cutRoomy ? 0.36 : 0.46), Theme.cutBox * 1.6) : Theme.cutBox, (parent.height - 2 * Theme.s2) * cut.aspect))
            height: Math.floor(width / cut.aspect)
            preview: cut.preview
            name: cut.name
            Accessible.ignored: true
        }
        Grid {
            id: said
            x: cut.roomy ? small.x + small.width + Theme.s2 : Theme.cutBox + Theme.s3
            width: parent.width - x - Theme.s1
            anchors.verticalCenter: parent.verticalCenter
            columns: cut.flat ? 2 : 1
            rowSpacing: Theme.s1
            columnSpacing: Theme.s3
            verticalItemAlignment: Grid.AlignVCenter

            Row {
                id: head
                spacing: Theme.s2

                Words {
                    text: cut.label
                    font.weight: Theme.strong
                    color: cut.chosen ? Theme.first : Theme.second
                }
                IconDot {
                    anchors.verticalCenter: parent.verticalCenter
                    tone: cut.tone
                }
            }
            Words {
                width: cut.flat ? Math.max(0, said.width - head.width - said.columnSpacing) : said.width
                visible: cut.roomy && text !== ""
                text: cut.networks
                color: Theme.second
                font.pixelSize: cut.width < Theme.cutRoomy ? Theme.tiny : Theme.small
                wrapMode: Text.Wrap
                maximumLineCount: cut.flat ? 1 : 2
                elide: Text.ElideRight
            }
        }
    }
}
