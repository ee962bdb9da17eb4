pragma ComponentBehavior: Bound

import QtQuick
import ui

// A text as it changed: what went is struck out, what came is marked, what stayed is grey.
Flow {
    id: words

    property var texts: []
    property var marks: []

    Accessible.role: Accessible.StaticText
    Accessible.name: texts.map((text, place) => (marks[place] === "gone" ? "without " : marks[place] === "new" ? "with " : "") + text).join(" ")

    Repeater {
        model: words.texts.length

        Repeater {
            id: run
            required property int index
            readonly property string mark: words.marks[index] ?? "same"

            model: (words.texts[index] ?? "").match(/\S+\s*|\s+/g) ?? []

            Item {
                id: piece
                required property string modelData

                width: Math.min(piece.implicitWidth, words.width)
                height: Theme.s5
                implicitWidth: text.implicitWidth

                Rectangle {
                    anchors.fill: parent
                    visible: run.mark !== "same"
                    color: Theme.tint(run.mark === "gone" ? "red" : "green")
                }
                Words {
                    id: text
                    width: parent.width
                    height: parent.height
                    text: piece.modelData.replace(/\s+$/, " ")
                    color: run.mark === "gone" ? Theme.red : run.mark === "new" ? Theme.green : Theme.second
                    font.strikeout: run.mark === "gone"
                    Accessible.ignored: true
                }
            }
        }
    }
}
