pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// One line of the board: the head of a group, or a card in it.
Item {
    id: line

    required property string key
    required property string kind
    required property string group
    required property string title
    required property string tone
    required property string subtitle
    required property string thumb
    required property string alt
    required property var pills
    required property var tones
    required property string clock
    required property string clock_tone
    required property string remaining
    required property string zero
    required property bool mine
    required property bool chosen
    required property bool folded
    required property int number
    required property var acts
    required property var labels
    required property var keys
    required property var looks
    required property BoardScreen board
    property bool focused: false
    property bool compact: false

    function pick(): void {
        line.board.choose(line.key);
        if (line.compact)
            line.board.openChosen();
    }

    implicitHeight: kind === "group" ? head.height : card.height + Theme.s2

    BoardHead {
        id: head
        visible: line.kind === "group"
        width: parent.width
        objectName: "board.head." + line.group
        words: line.title
        tone: line.tone
        number: line.number
        folded: line.folded
        onClicked: line.board.fold(line.group)
    }

    Rectangle {
        id: card
        objectName: "board.item." + line.key
        visible: line.kind !== "group"
        width: parent.width
        height: body.implicitHeight + 2 * Theme.s3 - Theme.s0
        radius: Theme.radiusCard
        color: line.chosen ? Theme.raised : Theme.card
        border.width: Theme.hair
        border.color: line.chosen && line.focused ? Theme.blue : line.mine ? Theme.edge("amber") : line.chosen ? Theme.third : Theme.line
        Accessible.role: Accessible.ListItem
        Accessible.name: [line.title, line.subtitle, line.clock, line.remaining !== "" ? line.remaining + " left " + line.zero : ""].filter(part => part !== "").join(", ")
        Accessible.selected: line.chosen
        Accessible.onPressAction: line.pick()

        TapHandler {
            onTapped: line.pick()
            onDoubleTapped: {
                line.board.choose(line.key);
                line.board.openChosen();
            }
        }

        Column {
            id: body
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: parent.top
            anchors.margins: Theme.s3 - Theme.hair
            spacing: Theme.s3

            Item {
                width: parent.width
                implicitHeight: Math.max(thumb.visible ? thumb.height : 0, texts.implicitHeight)

                Thumb {
                    id: thumb
                    visible: line.kind === "item"
                    width: Theme.boardThumb
                    height: Theme.boardThumb
                    source: line.thumb !== "" ? "image://blob/" + line.thumb : ""
                    alt: line.alt
                }
                Column {
                    id: texts
                    anchors.left: thumb.visible ? thumb.right : parent.left
                    anchors.leftMargin: thumb.visible ? Theme.s3 : 0
                    anchors.right: parent.right
                    spacing: Theme.s1

                    Item {
                        width: parent.width
                        height: Math.max(watch.height, name.height)

                        Words {
                            id: name
                            objectName: "board.title." + line.key
                            anchors.left: parent.left
                            anchors.right: watch.left
                            anchors.rightMargin: Theme.s2
                            y: lineCount > 1 ? 0 : (watch.height - height) / 2
                            text: line.title
                            font.weight: Theme.strong
                            wrapMode: Text.Wrap
                            maximumLineCount: 2
                            elide: Text.ElideRight
                        }
                        Digits {
                            id: watch
                            anchors.right: parent.right
                            text: line.clock
                            reserve: "00:00"
                            tone: line.clock_tone
                            font.pixelSize: Theme.large
                        }
                    }
                    Item {
                        width: parent.width
                        height: sub.height

                        Words {
                            id: sub
                            anchors.left: parent.left
                            anchors.right: rest.visible ? rest.left : parent.right
                            anchors.rightMargin: rest.visible ? Theme.s2 : 0
                            text: line.subtitle
                            color: Theme.second
                            font.pixelSize: Theme.small + 1
                        }
                        Row {
                            id: rest
                            anchors.right: parent.right
                            anchors.verticalCenter: sub.verticalCenter
                            visible: line.remaining !== ""
                            spacing: Theme.s1

                            Digits {
                                text: line.remaining
                                reserve: "00:00"
                                tone: line.clock_tone === "red" ? "red" : "third"
                                font.pixelSize: Theme.small
                            }
                            Words {
                                visible: line.width > Theme.boardRoomy
                                text: line.zero
                                color: Theme.third
                                font.pixelSize: Theme.small
                            }
                        }
                    }
                    Flow {
                        width: parent.width
                        topPadding: Theme.s1
                        visible: line.pills.length > 0
                        spacing: Theme.s1 + Theme.s0

                        Repeater {
                            model: line.pills.length

                            Pill {
                                required property int index
                                text: line.pills[index] ?? ""
                                tone: line.tones[index] ?? "second"
                                widest: texts.width
                            }
                        }
                    }
                }
            }

            Flow {
                width: parent.width
                visible: line.chosen && !line.compact && line.acts.length > 0
                spacing: Theme.s2

                Repeater {
                    model: line.chosen && !line.compact ? line.acts.length : 0

                    ActionButton {
                        required property int index
                        objectName: "board." + (line.acts[index] ?? "")
                        text: line.labels[index] ?? ""
                        keyText: line.keys[index] ?? ""
                        kind: line.looks[index] ?? "plain"
                        onClicked: line.board.act(line.key, line.acts[index])
                    }
                }
            }
        }
    }
}
