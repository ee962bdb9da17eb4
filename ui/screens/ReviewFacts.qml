pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// What would go out: why it is ours to say first, then caption and alt text for each set of targets, then the checks.
Column {
    id: facts

    required property ReviewScreen review

    spacing: Theme.s3

    Column {
        width: parent.width
        spacing: Theme.s1
        visible: facts.review.why !== ""

        Words {
            text: "Why this is ours to say"
            color: Theme.second
            font.pixelSize: Theme.small
        }
        Words {
            objectName: "review.why"
            width: parent.width
            text: facts.review.why
            wrapMode: Text.Wrap
            lineHeight: Theme.lineHeight
        }
    }

    Repeater {
        model: facts.review.captions

        Column {
            id: row

            required property string key
            required property string cuts
            required property string caption
            required property string alt

            width: facts.width
            spacing: Theme.s1

            Item {
                width: parent.width
                height: Math.max(label.height, where.height)

                Words {
                    id: label
                    text: "Caption"
                    color: Theme.second
                    font.pixelSize: Theme.small
                }
                Words {
                    id: where
                    objectName: "review.where." + row.key
                    anchors.left: label.right
                    anchors.leftMargin: Theme.s3
                    anchors.right: parent.right
                    horizontalAlignment: Text.AlignRight
                    text: row.cuts
                    color: Theme.third
                    font.pixelSize: Theme.small
                    wrapMode: Text.Wrap
                }
            }
            Words {
                objectName: "review.caption." + row.key
                width: parent.width
                text: row.caption !== "" ? row.caption : "No caption"
                color: row.caption !== "" ? Theme.first : Theme.third
                font.pixelSize: Theme.body + 1
                wrapMode: Text.Wrap
            }
            Words {
                topPadding: Theme.s2
                text: "Alt text"
                color: Theme.second
                font.pixelSize: Theme.small
            }
            Words {
                objectName: "review.alt." + row.key
                width: parent.width
                text: row.alt
                color: Theme.second
                wrapMode: Text.Wrap
            }
        }
    }

    Flow {
        width: parent.width
        spacing: Theme.s1 + Theme.s0

        ComposerSaid {
            objectName: "review.said"
            visible: said.words !== ""
            said: facts.review.said
            widest: facts.width
        }
        Repeater {
            model: facts.review.checks

            Pill {
                required property string words
                required tone
                text: words
                widest: facts.width
            }
        }
    }
}
