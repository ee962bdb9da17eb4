pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// The stopwatch by stage: how much of the time so far each one took. A stage too short for its words is only drawn; the last
// one, which runs, always says what it is, to the left of its end.
Item {
    id: bar

    required property RecordListModel stages
    property bool withClocks: false
    property real lastWords: width // where the words of the last stage begin

    implicitHeight: Theme.s2 + Theme.s1 + Theme.s4 + (withClocks ? Theme.s4 : 0)
    Accessible.role: Accessible.StaticText
    Accessible.name: "Stages"

    Row {
        id: row
        width: parent.width
        topPadding: Theme.s1
        spacing: Theme.s0

        Repeater {
            id: repeater
            model: bar.stages

            Item {
                id: stage

                required property int index
                required property string label
                required property string tone
                required property real share
                required property string clock

                readonly property bool last: stage.index === repeater.count - 1
                readonly property real need: Math.max(name.implicitWidth, bar.withClocks ? watch.implicitWidth : 0)
                readonly property real room: bar.width - (repeater.count - 1) * row.spacing - repeater.count * Theme.s2
                readonly property bool says: stage.last || (stage.need <= stage.width && stage.x + stage.need + Theme.s2 <= bar.lastWords)

                objectName: "stage." + stage.index
                width: Theme.s2 + Math.floor(Math.max(0, stage.room) * stage.share)
                height: words.y + words.height
                Accessible.role: Accessible.StaticText
                Accessible.name: stage.label + " " + stage.clock

                Binding {
                    when: stage.last
                    target: bar
                    property: "lastWords"
                    value: stage.x + words.x
                }
                Rectangle {
                    width: parent.width
                    height: Theme.dot - Theme.s0
                    radius: height / 2
                    color: Theme.tone(stage.tone)
                }
                Column {
                    id: words
                    x: Math.min(0, stage.last ? stage.width - stage.need : 0)
                    y: Theme.dot - Theme.s0 + Theme.s1
                    width: stage.need
                    visible: stage.says

                    Words {
                        id: name
                        objectName: "stage." + stage.index + ".name"
                        x: stage.last && stage.need > stage.width ? words.width - width : 0
                        text: stage.label
                        color: Theme.second
                        font.pixelSize: Theme.tiny
                        elide: Text.ElideNone
                    }
                    Digits {
                        id: watch
                        objectName: "stage." + stage.index + ".clock"
                        x: stage.last && stage.need > stage.width ? words.width - width : 0
                        visible: bar.withClocks
                        text: stage.clock
                        tone: "first"
                        font.pixelSize: Theme.small
                    }
                }
            }
        }
    }
}
