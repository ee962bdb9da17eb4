pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// The newest spike that nobody has acted on: what rose, by how much, three typical posts, and what to do about it.
// It lies over what is below and moves nothing. The keyboard stays where it is until F8 brings it here.
FocusScope {
    id: alert

    required property Spikes spikes
    required property KeyTable keys
    property bool compact: false // one line until it has the keyboard, where another screen has the window
    readonly property bool small: compact && !activeFocus
    readonly property bool narrow: small && width < Theme.sheet
    readonly property string lead: alert.activeFocus ? "" : "F8 "
    readonly property real inner: width - 2 * Theme.s4

    objectName: "spike"
    visible: alert.spikes.shown !== ""
    implicitHeight: box.height
    Accessible.role: Accessible.AlertMessage
    Accessible.name: alert.small ? head.Accessible.name : head.Accessible.name + ". " + alert.spikes.rising.join(", ")
    Keys.onPressed: event => event.accepted = alert.keys.press("spike", event.key, event.modifiers, event.text, event.isAutoRepeat)
    onActiveFocusChanged: alert.spikes.hold(alert.activeFocus || hover.hovered)
    onVisibleChanged: if (!visible && activeFocus)
        alert.spikes.left()

    HoverHandler {
        id: hover
        onHoveredChanged: alert.spikes.hold(alert.activeFocus || hovered)
    }

    // What was meant for the post that it came to lie on does nothing here.
    Timer {
        id: fresh
        interval: 700
        running: false
    }
    Connections {
        target: alert.spikes

        property string last: ""

        function onChanged(): void {
            if (alert.spikes.shown !== last) {
                last = alert.spikes.shown;
                fresh.restart();
            }
        }
    }

    Rectangle {
        id: box
        width: parent.width
        height: body.height + 2 * Theme.s3
        radius: Theme.radiusPane
        color: Theme.pane
        border.width: alert.activeFocus ? Theme.ring : Theme.hair
        border.color: alert.activeFocus ? Theme.blue : Theme.red

        MouseArea {
            anchors.fill: parent
            acceptedButtons: Qt.AllButtons
            onClicked: alert.forceActiveFocus(Qt.MouseFocusReason)
            onWheel: wheel => wheel.accepted = true
        }

        Column {
            id: body
            x: Theme.s4
            y: Theme.s3
            width: alert.inner
            spacing: Theme.s2

            Item {
                id: head
                width: parent.width
                height: Theme.pill
                Accessible.role: Accessible.StaticText
                Accessible.name: "Spike: " + alert.spikes.title + ", " + alert.spikes.since + ", " + alert.spikes.facts

                Rectangle {
                    id: mark
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.dot + Theme.s0
                    height: width
                    radius: Theme.radiusSmall
                    color: alert.spikes.elsewhere ? Theme.red : Theme.topic(alert.spikes.colour)
                }
                Words {
                    id: what
                    anchors.left: mark.right
                    anchors.leftMargin: Theme.s2
                    anchors.verticalCenter: parent.verticalCenter
                    text: alert.spikes.elsewhere ? "SOMETHING ELSE" : "SPIKE"
                    color: Theme.red
                    font.pixelSize: Theme.small
                    font.weight: Theme.bold
                }
                Words {
                    id: name
                    objectName: "spike.title"
                    anchors.left: what.right
                    anchors.leftMargin: Theme.s2
                    anchors.verticalCenter: parent.verticalCenter
                    width: Math.min(implicitWidth, Math.max(Theme.s12, numbers.x - x - Theme.s3))
                    text: alert.spikes.title
                    font.pixelSize: Theme.body + 1
                    font.weight: Theme.strong
                }
                Words {
                    anchors.left: name.right
                    anchors.leftMargin: Theme.s2
                    anchors.verticalCenter: parent.verticalCenter
                    width: Math.max(0, Math.min(implicitWidth, numbers.x - x - Theme.s3))
                    text: alert.narrow ? "" : alert.spikes.since
                    color: Theme.third
                    font.pixelSize: Theme.small
                }
                Digits {
                    id: numbers
                    objectName: "spike.facts"
                    anchors.right: other.visible ? other.left : cap.left
                    anchors.rightMargin: Theme.s3
                    anchors.verticalCenter: parent.verticalCenter
                    text: alert.narrow ? "" : alert.spikes.facts
                    tone: "red"
                    font.pixelSize: Theme.small + 1
                }
                Words {
                    id: other
                    anchors.right: cap.left
                    anchors.rightMargin: Theme.s3
                    anchors.verticalCenter: parent.verticalCenter
                    visible: text !== ""
                    text: alert.narrow ? "" : alert.spikes.others
                    color: Theme.second
                    font.pixelSize: Theme.small
                }
                KeyCap {
                    id: cap
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    text: "F8"
                }
            }
            // One line and three places, whatever is known by now: more comes a few seconds later and moves nothing.
            Row {
                id: rose
                objectName: "spike.rose"
                width: parent.width
                height: Theme.pill
                visible: !alert.small
                spacing: Theme.s1 + Theme.s0

                Words {
                    height: Theme.pill
                    text: alert.spikes.rising.length > 0 ? "What rose" : alert.spikes.awaits ? "What rose: looking" : "No words rose with it"
                    color: Theme.third
                    font.pixelSize: Theme.small
                }
                Repeater {
                    model: alert.spikes.rising

                    Pill {
                        required property string modelData
                        text: modelData
                        tone: "second"
                        dot: false
                        plain: true
                        widest: alert.inner / 2
                        opacity: x + width <= rose.width ? 1 : 0
                    }
                }
            }
            Row {
                id: posts
                width: parent.width
                height: Theme.s12 + Theme.s8 + Theme.s2
                visible: !alert.small
                spacing: Theme.s2
                readonly property int places: 3
                readonly property real place: Math.floor((width - (places - 1) * spacing) / places)

                Repeater {
                    model: alert.spikes.posts

                    Rectangle {
                        id: post

                        required property string author
                        required property string source
                        required property string words
                        required property int index

                        objectName: "spike.post." + index
                        width: posts.place
                        height: posts.height
                        radius: Theme.radiusCard
                        color: Theme.card
                        Accessible.role: Accessible.StaticText
                        Accessible.name: author + ", " + source + ": " + words

                        Words {
                            id: by
                            x: Theme.s3
                            y: Theme.s2
                            width: parent.width - 2 * Theme.s3
                            text: post.author + " · " + post.source
                            color: Theme.third
                            font.pixelSize: Theme.small
                        }
                        Words {
                            x: Theme.s3
                            anchors.top: by.bottom
                            anchors.topMargin: Theme.s0
                            anchors.bottom: parent.bottom
                            anchors.bottomMargin: Theme.s2
                            width: parent.width - 2 * Theme.s3
                            text: post.words
                            font.pixelSize: Theme.small + 1
                            wrapMode: Text.Wrap
                            elide: Text.ElideRight
                            verticalAlignment: Text.AlignTop
                        }
                    }
                }
                Repeater {
                    model: Math.max(0, posts.places - alert.spikes.posts.count)

                    Rectangle {
                        required property int index
                        width: posts.place
                        height: posts.height
                        radius: Theme.radiusCard
                        color: Theme.none
                        border.width: Theme.hair
                        border.color: Theme.line

                        Words {
                            anchors.centerIn: parent
                            width: Math.min(implicitWidth, parent.width - 2 * Theme.s3)
                            text: !alert.spikes.awaits ? "" : parent.index === 0 ? "Looking for more" : "…"
                            color: Theme.third
                            font.pixelSize: Theme.small
                        }
                    }
                }
            }
            Flow {
                width: parent.width
                visible: !alert.small
                spacing: Theme.s2

                ActionButton {
                    objectName: "spike.call"
                    text: "Call a moment"
                    keyText: alert.lead + "M"
                    size: "small"
                    kind: "primary"
                    onClicked: alert.spikes.call()
                }
                ActionButton {
                    objectName: "spike.makeTopic"
                    visible: alert.spikes.elsewhere
                    text: "Make it a topic…"
                    keyText: alert.lead + "T"
                    size: "small"
                    onClicked: alert.spikes.makeTopic()
                }
                ActionButton {
                    objectName: "spike.false"
                    text: "False alarm"
                    keyText: alert.lead + "Z"
                    size: "small"
                    onClicked: alert.spikes.mark("false_alarm")
                }
                ActionButton {
                    objectName: "spike.dismiss"
                    text: "Dismiss for everybody"
                    keyText: alert.lead + "X"
                    size: "small"
                    onClicked: alert.spikes.mark("dismissed")
                }
            }
        }
        MouseArea {
            anchors.fill: parent
            acceptedButtons: Qt.AllButtons
            enabled: fresh.running
            visible: enabled
            onWheel: wheel => wheel.accepted = true
        }
    }
}
