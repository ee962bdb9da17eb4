pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// The stopwatch by stage: how much of the time so far each one took.
Item {
    id: bar

    required property RecordListModel stages
    property bool withClocks: false

    implicitHeight: Theme.s2 + Theme.s1 + Theme.s4 + (withClocks ? Theme.s4 : 0)
    Accessible.role: Accessible.StaticText
    Accessible.name: "Stages"

    Row {
        width: parent.width
        clip: true
        topPadding: Theme.s1
        spacing: Theme.s0

        Repeater {
            id: repeater
            model: bar.stages

            Column {
                id: stage

                required property string label
                required property string tone
                required property real share
                required property string clock

                width: Math.max(Theme.s2, (bar.width - (repeater.count - 1) * Theme.s0) * stage.share)
                spacing: Theme.s1
                Accessible.role: Accessible.StaticText
                Accessible.name: stage.label + " " + stage.clock

                Rectangle {
                    width: parent.width
                    height: Theme.dot - Theme.s0
                    radius: height / 2
                    color: Theme.tone(stage.tone)
                }
                Words {
                    width: parent.width
                    visible: parent.width > Theme.s8
                    text: stage.label
                    color: Theme.second
                    font.pixelSize: Theme.tiny
                }
                Digits {
                    visible: bar.withClocks && parent.width > Theme.s8
                    text: stage.clock
                    tone: "first"
                    font.pixelSize: Theme.small
                }
            }
        }
    }
}
