pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// What is wrong: in the files, with file, line, key and what to do; else what the checks find on the cards.
Flickable {
    id: found

    required property Bench bench

    objectName: "bench.found"
    clip: true
    contentHeight: column.height
    contentWidth: width
    interactive: contentHeight > height
    boundsBehavior: Flickable.StopAtBounds

    Column {
        id: column
        width: found.width - Theme.scrollBar
        spacing: Theme.s3

        Strip {
            objectName: "bench.stale"
            width: parent.width
            tone: "red"
            words: found.bench.problems.count === 0 ? "" : found.bench.stale ? "This cannot be read. The cards are of the last save that could be." : "This cannot be read."
        }
        Repeater {
            model: found.bench.problems

            Column {
                id: problem

                required property int index
                required property string place
                required property string key
                required property string words
                required property string hint

                objectName: "bench.problem." + index
                width: column.width
                spacing: Theme.s0
                Accessible.role: Accessible.StaticText
                Accessible.name: place + ". " + words + " " + hint

                Text {
                    width: parent.width
                    text: problem.place
                    textFormat: Text.PlainText
                    color: Theme.red
                    font.family: Theme.mono
                    font.pixelSize: Theme.small
                    wrapMode: Text.WrapAnywhere
                }
                Words {
                    width: parent.width
                    text: problem.words
                    font.weight: Theme.strong
                    wrapMode: Text.Wrap
                }
                Words {
                    width: parent.width
                    visible: text !== ""
                    text: problem.hint
                    color: Theme.second
                    wrapMode: Text.Wrap
                }
            }
        }
        Repeater {
            model: found.bench.problems.count > 0 ? null : found.bench.sheet.findings

            T.AbstractButton {
                id: finding

                required property int index
                required property string words
                required property string hint
                required property string where
                required property string tone
                required property string cell

                objectName: "bench.finding." + index
                width: column.width
                implicitHeight: texts.implicitHeight
                hoverEnabled: true
                focusPolicy: Qt.TabFocus
                Accessible.role: Accessible.Button
                Accessible.name: words + ". " + where
                Accessible.description: hint
                Accessible.onPressAction: finding.click()
                Keys.onReturnPressed: finding.click()
                onClicked: found.bench.large.show(finding.cell)

                background: Rectangle {
                    anchors.fill: parent
                    anchors.margins: -Theme.s1
                    radius: Theme.radiusButton
                    color: finding.hovered ? Theme.raised : Theme.none
                    border.width: finding.visualFocus ? Theme.ring : 0
                    border.color: Theme.blue
                }
                contentItem: Item {
                    IconDot {
                        id: dot
                        y: Theme.s1 + Theme.s0
                        tone: finding.tone
                    }
                    Column {
                        id: texts
                        anchors.left: dot.right
                        anchors.leftMargin: Theme.s3
                        anchors.right: parent.right
                        spacing: Theme.s0

                        Words {
                            width: parent.width
                            text: finding.words
                            font.weight: Theme.strong
                            wrapMode: Text.Wrap
                        }
                        Words {
                            width: parent.width
                            visible: text !== ""
                            text: finding.hint
                            color: Theme.second
                            font.pixelSize: Theme.small
                            wrapMode: Text.Wrap
                        }
                        Words {
                            width: parent.width
                            text: finding.where
                            color: Theme.third
                            font.pixelSize: Theme.small
                            wrapMode: Text.Wrap
                        }
                    }
                }
            }
        }
        Words {
            width: parent.width
            visible: found.bench.problems.count === 0 && found.bench.sheet.findings.count === 0
            text: found.bench.busy ? "Looking at every cut with every stress text." : "Every cut bears every stress text."
            color: Theme.third
            wrapMode: Text.Wrap
        }
        Words {
            objectName: "bench.untried"
            width: parent.width
            visible: text !== ""
            text: found.bench.sheet.untried
            color: Theme.amber
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
        }
    }
    T.ScrollBar.vertical: ScrollThumb {}
}
