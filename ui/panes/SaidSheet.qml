pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// "Already said?": how often, since when, by whom first, what comes closest; and how that is known and where it is blind.
Sheet {
    id: sheet

    required property AlreadySaid said

    open: said.open
    sheetWidth: Theme.sheetWide
    title: "Already said?"
    words: said.told
    onDismissed: said.close()
    Component.onCompleted: sheet.forceActiveFocus()
    Keys.onPressed: event => {
        const place = event.key - Qt.Key_1;
        if (place >= 0 && place < sheet.said.names.length) {
            event.accepted = true;
            sheet.said.choose(sheet.said.names[place]);
        }
    }

    Flow {
        width: sheet.inner
        spacing: Theme.s2

        Pill {
            objectName: "said.verdict"
            text: sheet.said.words
            tone: sheet.said.tone
            widest: sheet.inner
        }
        Repeater {
            model: sheet.said.names

            ActionButton {
                required property string modelData
                required property int index
                objectName: "said." + modelData
                size: "small"
                kind: sheet.said.which === modelData ? "plain" : "quiet"
                text: modelData
                keyText: index + 1
                onClicked: sheet.said.choose(modelData)
            }
        }
    }
    Words {
        objectName: "said.trouble"
        width: sheet.inner
        visible: text !== ""
        text: sheet.said.trouble
        color: Theme.amber
        wrapMode: Text.Wrap
    }
    Words {
        objectName: "said.first"
        width: sheet.inner
        visible: text !== ""
        text: sheet.said.first
        font.weight: Theme.strong
        wrapMode: Text.Wrap
    }
    Column {
        width: sheet.inner
        spacing: Theme.s1
        visible: sheet.said.minutes.length > 0

        Row {
            id: bars
            readonly property real most: Math.max(1, ...sheet.said.minutes)
            height: Theme.s8
            spacing: Theme.hair

            Repeater {
                model: sheet.said.minutes

                Item {
                    required property int modelData
                    width: Math.floor(sheet.inner / sheet.said.minutes.length) - Theme.hair
                    height: bars.height

                    Rectangle {
                        anchors.bottom: parent.bottom
                        width: parent.width
                        height: Math.max(Theme.hair, parent.height * parent.modelData / bars.most)
                        color: parent.modelData > 0 ? Theme.tone(sheet.said.tone) : Theme.line
                    }
                }
            }
        }
        Words {
            objectName: "said.rate"
            width: sheet.inner
            text: sheet.said.rate
            color: Theme.second
            font.pixelSize: Theme.small
        }
    }
    Repeater {
        model: sheet.said.closest

        Rectangle {
            id: row

            required property string author
            required property string source
            required property string at
            required property string words
            required property string likeness
            required property string times
            required property int index

            objectName: "said.closest." + index
            width: sheet.inner
            height: texts.implicitHeight + 2 * Theme.s2
            radius: Theme.radiusCard
            color: Theme.card
            Accessible.role: Accessible.ListItem
            Accessible.name: row.author + ", " + row.source + ", " + row.at + ", " + row.likeness + " " + row.times + ": " + row.words

            Column {
                id: texts
                x: Theme.s3
                y: Theme.s2
                width: parent.width - 2 * Theme.s3
                spacing: Theme.s0

                Item {
                    width: parent.width
                    height: facts.height

                    Words {
                        width: facts.x - Theme.s2
                        text: row.author + " · " + row.source
                        color: Theme.second
                        font.pixelSize: Theme.small
                    }
                    Words {
                        id: facts
                        anchors.right: parent.right
                        text: (row.times !== "" ? row.times + "   " : "") + row.likeness + "   " + row.at
                        color: Theme.second
                        font.pixelSize: Theme.small
                    }
                }
                Words {
                    width: parent.width
                    text: row.words
                    wrapMode: Text.Wrap
                    maximumLineCount: 3
                    elide: Text.ElideRight
                }
            }
        }
    }
    Words {
        objectName: "said.searched"
        width: sheet.inner
        text: sheet.said.searched
        color: Theme.second
        font.pixelSize: Theme.small
        wrapMode: Text.Wrap
    }
    Repeater {
        model: [sheet.said.method, sheet.said.blind]

        Words {
            required property string modelData
            width: sheet.inner
            text: modelData
            color: Theme.third
            font.pixelSize: Theme.small
            lineHeight: Theme.lineHeight
            wrapMode: Text.Wrap
        }
    }
    ActionButton {
        objectName: "said.close"
        anchors.right: parent.right
        text: "Close"
        kind: "quiet"
        keyText: "Esc"
        onClicked: sheet.said.close()
    }
}
