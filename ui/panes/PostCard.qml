pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// One post. Its last line, where it is from, makes room for what can be done with the chosen one: choosing moves nothing.
Rectangle {
    id: card

    required property string id
    required property string author
    required property string avatar
    required property string source
    required property bool rehearsal
    required property string age
    required property string words
    required property string behind
    required property string extra
    required property string facts
    required property string alike
    required property string members
    required property int shots
    required property list<string> thumbs
    required property bool gone
    required property string instead
    required property bool opened
    required property bool chosen
    required property string url
    required property int index
    required property Feeds feeds

    signal picked
    signal shown

    objectName: "post." + index
    implicitHeight: Math.ceil(column.implicitHeight) + Theme.s3 + Theme.s2 // whole: the next card begins on a pixel
    height: implicitHeight
    radius: Theme.radiusCard
    color: card.chosen ? Theme.raised : Theme.card
    border.width: card.chosen ? Theme.hair : 0
    border.color: Theme.blue
    Accessible.role: Accessible.ListItem
    Accessible.name: author + ", " + source + (rehearsal ? " rehearsal" : "") + ", " + age + ": " + (gone ? instead : behind !== "" ? "behind a content warning: " + behind : words) + (alike !== "" ? ", " + alike : "")
    Accessible.onPressAction: card.picked()

    TapHandler {
        onTapped: card.picked()
        onDoubleTapped: card.feeds.unfold()
    }
    Column {
        id: column
        x: Theme.s3
        y: Theme.s3
        width: parent.width - 2 * Theme.s3
        spacing: Theme.s1

        Item {
            width: parent.width
            height: card.avatar !== "" ? Theme.cap : Theme.s4 + Theme.s0

            Loader {
                id: face
                active: card.avatar !== ""
                width: active ? Theme.cap : 0
                height: Theme.cap

                sourceComponent: Rectangle {
                    radius: width / 2
                    color: Theme.line

                    Image {
                        anchors.fill: parent
                        source: card.avatar !== "-" && !card.gone ? card.avatar : ""
                        sourceSize: Qt.size(width * Screen.devicePixelRatio, height * Screen.devicePixelRatio)
                        asynchronous: true
                    }
                }
            }
            Words {
                anchors.verticalCenter: parent.verticalCenter
                x: face.active ? face.width + Theme.s2 : 0
                width: age.x - Theme.s2 - x
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
                maximumLineCount: card.opened ? 200 : 8
                elide: Text.ElideRight
                verticalAlignment: Text.AlignTop
            }
            Words {
                visible: card.gone
                text: card.instead
                color: Theme.third
                font.italic: true
            }
            // Most cards stand behind no warning: a button less for each.
            Loader {
                id: warned
                active: card.behind !== ""
                opacity: card.gone ? 0 : 1
                enabled: !card.gone
                width: parent.width

                sourceComponent: Row {
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
                        onClicked: card.shown()
                    }
                }
            }
        }
        // Boxes of one shape, kept before the pictures come: what arrives moves nothing.
        Loader {
            active: card.shots > 0
            visible: active
            width: parent.width

            sourceComponent: PostShots {
                shots: card.shots
                thumbs: card.gone ? [] : card.thumbs
                wide: card.opened
                post: card.index
                onTaken: card.feeds.refusePicture()
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
        Loader {
            active: card.alike !== "" || card.members !== ""
            visible: active
            width: parent.width

            sourceComponent: Column {
                spacing: Theme.s1

                FeedChip {
                    objectName: "post." + card.index + ".alike"
                    visible: card.alike !== ""
                    x: -Theme.s2
                    text: card.alike + (card.chosen ? (card.opened ? "  E closes" : "  E") : "")
                    tone: "second"
                    keyText: "E"
                    onClicked: {
                        card.picked();
                        card.feeds.unfold();
                    }
                }
                Words {
                    objectName: "post." + card.index + ".members"
                    width: parent.width
                    visible: text !== "" && !card.gone
                    text: card.members
                    color: Theme.second
                    font.pixelSize: Theme.small
                    lineHeight: Theme.lineHeight
                    wrapMode: Text.Wrap
                }
            }
        }
        Item {
            id: foot
            objectName: "post." + card.index + ".foot"
            width: card.chosen ? actions.x - column.x - Theme.s2 : parent.width
            height: Theme.s5
            opacity: card.gone && card.chosen ? 0 : 1
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

    // Three buttons, made for the chosen card alone: making them for each would take as long as all the rest of it.
    Loader {
        id: actions
        active: card.chosen
        anchors.right: parent.right
        anchors.rightMargin: Theme.s2
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.s1

        sourceComponent: Row {
            objectName: "post.actions"

            Words {
                anchors.verticalCenter: parent.verticalCenter
                visible: card.gone
                rightPadding: Theme.s2
                text: "On its topic:"
                color: Theme.second
                font.pixelSize: Theme.small
            }
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
                visible: card.url !== "" && !card.gone
                text: "Open"
                keyText: "O"
                size: "small"
                kind: "quiet"
                onClicked: card.feeds.openPost()
            }
        }
    }
}
