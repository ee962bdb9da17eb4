pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// One post. Its last line, where it is from, makes room for what can be done with the chosen one: choosing moves nothing.
Rectangle {
    id: card

    required property string id
    required property string author
    required property string source
    required property bool rehearsal
    required property string age
    required property string words
    required property string behind
    required property string extra
    required property string facts
    required property bool gone
    required property bool chosen
    required property string url
    required property int index
    required property Feeds feeds

    signal picked
    signal opened

    objectName: "post." + index
    implicitHeight: column.implicitHeight + Theme.s3 + Theme.s2
    height: implicitHeight
    radius: Theme.radiusCard
    color: card.chosen ? Theme.raised : Theme.card
    border.width: card.chosen ? Theme.hair : 0
    border.color: Theme.blue
    Accessible.role: Accessible.ListItem
    Accessible.name: author + ", " + source + (rehearsal ? " rehearsal" : "") + ", " + age + ": " + (gone ? "taken back by its author" : behind !== "" ? "behind a content warning: " + behind : words)
    Accessible.onPressAction: card.picked()

    TapHandler {
        onTapped: card.picked()
    }
    Column {
        id: column
        x: Theme.s3
        y: Theme.s3
        width: parent.width - 2 * Theme.s3
        spacing: Theme.s1

        Item {
            width: parent.width
            height: Theme.s4 + Theme.s0

            Words {
                anchors.verticalCenter: parent.verticalCenter
                width: age.x - Theme.s2
                text: card.author
                font.weight: Theme.strong
                font.pixelSize: Theme.body - 1
            }
            Digits {
                id: age
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                text: card.age
                reserve: "00m"
                tone: "third"
                font.pixelSize: Theme.small
            }
        }
        Item {
            width: parent.width
            height: card.behind !== "" ? warned.height : said.implicitHeight

            Words {
                id: said
                width: parent.width
                visible: card.behind === ""
                text: card.words
                color: card.gone ? Theme.none : Theme.first
                lineHeight: Theme.lineHeight
                wrapMode: Text.Wrap
                maximumLineCount: 8
                elide: Text.ElideRight
                verticalAlignment: Text.AlignTop
            }
            Words {
                visible: card.gone
                text: "Taken back by its author."
                color: Theme.third
                font.italic: true
            }
            Row {
                id: warned
                visible: card.behind !== ""
                opacity: card.gone ? 0 : 1
                enabled: !card.gone
                width: parent.width
                spacing: Theme.s2

                Words {
                    width: Math.min(implicitWidth, parent.width - show.width - Theme.s2)
                    anchors.verticalCenter: parent.verticalCenter
                    text: "Content warning: " + card.behind
                    color: Theme.amber
                    font.pixelSize: Theme.small + 1
                }
                ActionButton {
                    id: show
                    objectName: "post." + card.index + ".show"
                    text: "Show"
                    keyText: card.chosen ? "O" : ""
                    size: "small"
                    kind: "quiet"
                    onClicked: card.opened()
                }
            }
        }
        Words {
            width: parent.width
            visible: text !== ""
            opacity: card.gone ? 0 : 1
            text: card.extra
            color: Theme.second
            font.pixelSize: Theme.small
            wrapMode: Text.Wrap
            maximumLineCount: 3
            elide: Text.ElideRight
        }
        Item {
            id: foot
            objectName: "post." + card.index + ".foot"
            width: card.chosen ? actions.x - column.x - Theme.s2 : parent.width
            height: Theme.s5
            clip: true

            Words {
                id: from
                anchors.verticalCenter: parent.verticalCenter
                width: Math.min(implicitWidth, Math.max(0, foot.width))
                text: card.source
                color: card.rehearsal ? Theme.imitation : Theme.third
                font.pixelSize: Theme.small
            }
            Words {
                anchors.left: from.right
                anchors.verticalCenter: parent.verticalCenter
                width: Math.max(0, foot.width - from.width)
                text: card.facts !== "" ? " · " + card.facts : ""
                color: Theme.third
                font.pixelSize: Theme.small
            }
        }
    }

    Row {
        id: actions
        objectName: "post.actions"
        visible: card.chosen
        anchors.right: parent.right
        anchors.rightMargin: Theme.s2
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.s1

        ActionButton {
            objectName: "post.compose"
            text: "Compose"
            keyText: "C"
            size: "small"
            kind: "primary"
            onClicked: card.feeds.wantCompose()
        }
        ActionButton {
            objectName: "post.moment"
            text: "Moment"
            keyText: "M"
            size: "small"
            kind: "quiet"
            onClicked: card.feeds.wantMoment()
        }
        ActionButton {
            objectName: "post.open"
            visible: card.url !== ""
            text: "Open"
            keyText: "O"
            size: "small"
            kind: "quiet"
            onClicked: card.feeds.openPost()
        }
    }
}
