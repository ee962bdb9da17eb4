pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// Whether it was said already, and what the checks say: what blocks first. As rows with what to do about it, or as pills.
Item {
    id: checks

    required property ComposerShown shown
    property bool rows: false
    // Among the pills only: as rows, the checks are scrolled away while one writes.
    property AlreadySaid said: null
    signal leftAside(string advice)
    signal broughtBack

    objectName: "composer.checks"
    implicitHeight: rows ? list.implicitHeight : flow.implicitHeight

    Flow {
        id: flow
        visible: !checks.rows
        width: parent.width
        spacing: Theme.s1 + Theme.s0

        Loader {
            active: checks.said !== null
            visible: active && checks.said.words !== ""
            sourceComponent: ComposerSaid {
                said: checks.said
                widest: flow.width
            }
        }
        Repeater {
            model: checks.rows ? null : checks.shown.checks

            Pill {
                required property string words
                required property string hint
                required tone

                text: words
                widest: flow.width
                Accessible.description: hint
            }
        }
    }
    Column {
        id: list
        visible: checks.rows
        width: parent.width
        spacing: Theme.s3

        Repeater {
            model: checks.rows ? checks.shown.checks : null

            Item {
                id: row

                required property int index
                required property string words
                required property string hint
                required property string tone
                required property string advice

                width: list.width
                implicitHeight: texts.implicitHeight
                Accessible.role: Accessible.StaticText
                Accessible.name: words + ". " + hint

                IconDot {
                    id: dot
                    y: Theme.s1 + Theme.s0
                    tone: row.tone
                }
                Column {
                    id: texts
                    anchors.left: dot.right
                    anchors.leftMargin: Theme.s3
                    anchors.right: leave.visible ? leave.left : parent.right
                    anchors.rightMargin: leave.visible ? Theme.s2 : 0
                    spacing: Theme.s0

                    Words {
                        width: parent.width
                        text: row.words
                        font.weight: Theme.strong
                        wrapMode: Text.Wrap
                    }
                    Words {
                        width: parent.width
                        visible: text !== ""
                        text: row.hint
                        color: Theme.second
                        font.pixelSize: Theme.small
                        wrapMode: Text.Wrap
                    }
                }
                ActionButton {
                    id: leave
                    objectName: "composer.leave." + row.index
                    anchors.right: parent.right
                    visible: row.advice !== ""
                    text: "Leave it"
                    explain: "Say this no more: " + row.words
                    kind: "quiet"
                    size: "small"
                    onClicked: checks.leftAside(row.advice)
                }
            }
        }
        ActionButton {
            objectName: "composer.bringBack"
            visible: checks.rows && checks.shown.aside !== ""
            text: checks.shown.aside + " · say again"
            explain: "Say all advice again"
            kind: "quiet"
            size: "small"
            onClicked: checks.broughtBack()
        }
    }
}
