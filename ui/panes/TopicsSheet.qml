pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// What the feeds match, for the whole room. Nothing changes for anybody until it is saved.
Sheet {
    id: sheet

    required property TopicsEditor topics
    required property KeyTable keys
    readonly property real column: Math.floor((inner - Theme.s5) * 0.38)

    open: true
    title: "Topics"
    words: "What the feeds and the pulse follow, for everybody in this room. Nothing changes until you save."
    sheetWidth: Theme.firstWidth
    Component.onCompleted: {
        sheet.refill();
        if (sheet.topics.any && sheet.topics.name === "" && sheet.topics.may)
            name.forceActiveFocus();
        else
            list.forceActiveFocus();
    }

    // Only where another topic is shown: what is being typed is never written anew under the hand.
    function refill(): void {
        name.set(sheet.topics.name);
        any.set(sheet.topics.anyOf);
        all.set(sheet.topics.allOf);
        none.set(sheet.topics.noneOf);
        languages.set(sheet.topics.languages);
    }

    Connections {
        target: sheet.topics

        function onRefilled(): void {
            sheet.refill();
            if (sheet.topics.any && sheet.topics.name === "" && sheet.topics.may)
                name.forceActiveFocus();
        }
        function onSaved(): void {
            sheet.dismissed();
        }
    }

    component Choices: Flow {
        id: choices

        required property string chosen
        required property var values
        required property string what
        signal picked(string value)

        spacing: Theme.s1

        Repeater {
            model: choices.values

            ActionButton {
                required property string modelData
                objectName: choices.what + "." + modelData
                text: ({
                        fewer: "Fewer",
                        balanced: "Balanced",
                        more: "More",
                        off: "Off"
                    })[modelData]
                size: "small"
                kind: choices.chosen === modelData ? "primary" : "plain"
                enabled: sheet.topics.may
                Accessible.checkable: true
                Accessible.checked: choices.chosen === modelData
                onClicked: choices.picked(modelData)
            }
        }
    }

    NoticeBar {
        width: sheet.inner
        visible: implicitHeight > 0
        notices: sheet.topics.notices
        place: "topics"
    }
    Strip {
        objectName: "topics.conflict"
        width: sheet.inner
        words: sheet.topics.conflict
        tone: "amber"

        ActionButton {
            objectName: "topics.theirs"
            text: "Take theirs"
            size: "small"
            onClicked: sheet.topics.takeTheirs()
        }
        ActionButton {
            objectName: "topics.mine"
            text: "Mine go over theirs"
            size: "small"
            onClicked: sheet.topics.keepMine()
        }
    }
    Strip {
        objectName: "topics.removing"
        width: sheet.inner
        words: sheet.topics.removing ? "Remove “" + sheet.topics.name + "”? Once saved, its feed and its pulse go for everybody; its moments stay." : ""
        tone: "red"

        ActionButton {
            objectName: "topics.removing.yes"
            text: "Remove"
            size: "small"
            kind: "danger"
            onClicked: {
                sheet.topics.remove(true);
                list.forceActiveFocus();
            }
        }
        ActionButton {
            id: keep
            objectName: "topics.removing.no"
            text: "Keep it"
            size: "small"
            onClicked: {
                sheet.topics.remove(false);
                list.forceActiveFocus();
            }
        }
        onVisibleChanged: if (visible)
            keep.forceActiveFocus(Qt.TabFocusReason)
    }
    Row {
        width: sheet.inner
        spacing: Theme.s5

        Column {
            width: sheet.column
            spacing: Theme.s2

            ListView {
                id: list
                objectName: "topics.list"
                width: parent.width
                height: Math.min(contentHeight, Theme.sheet - Theme.s12)
                cacheBuffer: Theme.ahead
                model: sheet.topics.rows
                currentIndex: sheet.topics.chosenRow
                spacing: Theme.s1
                clip: contentHeight > height
                boundsBehavior: Flickable.StopAtBounds
                keyNavigationEnabled: false
                highlightMoveDuration: 0
                activeFocusOnTab: true
                focus: true
                Accessible.role: Accessible.List
                Accessible.name: "Topics in their order"
                Keys.onPressed: event => event.accepted = sheet.keys.press("topics", event.key, event.modifiers, event.text, event.isAutoRepeat)
                T.ScrollBar.vertical: ScrollThumb {}

                delegate: Rectangle {
                    id: row

                    required property string name
                    required property int colour
                    required property string words
                    required property string change
                    required property bool chosen
                    required property int index

                    objectName: "topics." + index
                    width: list.width
                    height: Theme.s12
                    radius: Theme.radiusCard
                    color: row.chosen ? Theme.raised : Theme.card
                    border.width: Theme.hair
                    border.color: row.chosen && list.activeFocus ? Theme.blue : Theme.none
                    Accessible.role: Accessible.ListItem
                    Accessible.name: name + (row.change !== "" ? ", " + row.change : "") + ": " + words

                    MouseArea {
                        anchors.fill: parent
                        onClicked: {
                            sheet.topics.choose(row.index);
                            list.forceActiveFocus();
                        }
                    }
                    Rectangle {
                        x: Theme.s3
                        anchors.verticalCenter: parent.verticalCenter
                        width: Theme.s0 + Theme.hair
                        height: Theme.s6
                        color: Theme.topic(row.colour)
                    }
                    Column {
                        x: Theme.s3 + Theme.s3
                        anchors.verticalCenter: parent.verticalCenter
                        width: parent.width - x - Theme.s3 - (tag.visible ? tag.width + Theme.s2 : 0)

                        Words {
                            width: parent.width
                            text: row.name
                            font.weight: Theme.strong
                        }
                        Words {
                            width: parent.width
                            text: row.words !== "" ? row.words : "No words yet"
                            color: Theme.third
                            font.pixelSize: Theme.small
                        }
                    }
                    Words {
                        id: tag
                        anchors.right: parent.right
                        anchors.rightMargin: Theme.s3
                        anchors.verticalCenter: parent.verticalCenter
                        visible: text !== ""
                        text: row.change
                        color: Theme.blue
                        font.pixelSize: Theme.small
                    }
                }
            }
            Flow {
                width: parent.width
                spacing: Theme.s1

                ActionButton {
                    objectName: "topics.add"
                    text: "New"
                    keyText: "N"
                    size: "small"
                    enabled: sheet.topics.may
                    onClicked: sheet.topics.add("", [])
                }
                ActionButton {
                    objectName: "topics.up"
                    text: "Up"
                    keyText: "Shift+K"
                    size: "small"
                    enabled: sheet.topics.may
                    onClicked: sheet.topics.move(-1)
                }
                ActionButton {
                    objectName: "topics.down"
                    text: "Down"
                    keyText: "Shift+J"
                    size: "small"
                    enabled: sheet.topics.may
                    onClicked: sheet.topics.move(1)
                }
                ActionButton {
                    objectName: "topics.remove"
                    text: "Remove…"
                    keyText: "X"
                    size: "small"
                    enabled: sheet.topics.may
                    onClicked: sheet.topics.askRemove()
                }
            }
            Words {
                width: parent.width
                topPadding: Theme.s2
                text: "Tell of what rises in no topic"
                color: Theme.second
                font.pixelSize: Theme.small
            }
            Choices {
                width: parent.width
                what: "elsewhere"
                values: ["off", "fewer", "balanced", "more"]
                chosen: sheet.topics.elsewhere
                onPicked: value => sheet.topics.tuneElsewhere(value)
            }
        }
        Column {
            width: sheet.inner - sheet.column - Theme.s5
            spacing: Theme.s3
            enabled: sheet.topics.any

            Field {
                id: name
                objectName: "topics.name"
                width: parent.width
                label: "Name"
                readOnly: !sheet.topics.may
                maximumLength: 300
                note: sheet.topics.renamed ? "begins a new feed and a new curve" : ""
                noteTone: "amber"
                onEdited: text => sheet.topics.write("name", text)
                onEscaped: list.forceActiveFocus()
                onAccepted: any.forceActiveFocus()
            }
            Field {
                id: any
                objectName: "topics.any"
                width: parent.width
                label: "Any of these"
                note: "words, phrases, #hashtags, @handles; commas between them"
                placeholder: "lights out, power cut, #blackout"
                lines: 3
                readOnly: !sheet.topics.may
                onEdited: text => sheet.topics.write("any", text)
                onEscaped: list.forceActiveFocus()
            }
            Row {
                width: parent.width
                spacing: Theme.s3

                Field {
                    id: all
                    objectName: "topics.all"
                    width: Math.floor((parent.width - Theme.s3) / 2)
                    label: "And all of these"
                    readOnly: !sheet.topics.may
                    onEdited: text => sheet.topics.write("all", text)
                    onEscaped: list.forceActiveFocus()
                }
                Field {
                    id: none
                    objectName: "topics.none"
                    width: Math.floor((parent.width - Theme.s3) / 2)
                    label: "And none of these"
                    readOnly: !sheet.topics.may
                    onEdited: text => sheet.topics.write("none", text)
                    onEscaped: list.forceActiveFocus()
                }
            }
            Field {
                id: languages
                objectName: "topics.languages"
                width: parent.width
                label: "Languages"
                note: "none: every language"
                placeholder: "en, es"
                readOnly: !sheet.topics.may
                onEdited: text => sheet.topics.write("languages", text)
                onEscaped: list.forceActiveFocus()
            }
            Words {
                text: "Tell of its spikes"
                color: Theme.second
                font.pixelSize: Theme.small
            }
            Choices {
                width: parent.width
                what: "sensitivity"
                values: ["fewer", "balanced", "more"]
                chosen: sheet.topics.sensitivity
                onPicked: value => sheet.topics.tune(value)
            }
        }
    }
    Item {
        width: sheet.inner
        height: Theme.button

        Words {
            objectName: "topics.problem"
            anchors.left: parent.left
            anchors.right: closing.left
            anchors.rightMargin: Theme.s3
            anchors.verticalCenter: parent.verticalCenter
            text: sheet.topics.problem
            color: Theme.amber
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
        }
        ActionButton {
            id: closing
            objectName: "topics.close"
            anchors.right: saving.left
            anchors.rightMargin: Theme.s2
            anchors.verticalCenter: parent.verticalCenter
            text: "Close"
            keyText: "Esc"
            kind: "quiet"
            onClicked: sheet.dismissed()
        }
        ActionButton {
            id: saving
            objectName: "topics.save"
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            text: "Save for everybody"
            keyText: "Ctrl+S"
            kind: "primary"
            busy: sheet.topics.busy
            enabled: sheet.topics.ready
            onClicked: sheet.topics.save()
        }
    }
}
