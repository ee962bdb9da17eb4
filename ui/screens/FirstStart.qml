pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ui
import warroom.desktop

// Three choices: start a room, join a room, rehearse. What was here before, and whether this computer has what it takes.
FocusScope {
    id: first

    required property Home home
    required property KeyTable keys

    objectName: "firstStart"
    Accessible.role: Accessible.Pane
    Accessible.name: "First start"

    Keys.onPressed: event => event.accepted = first.keys.press("first", event.key, event.modifiers, event.text, event.isAutoRepeat)
    Keys.onEscapePressed: event => {
        event.accepted = first.home.joining;
        first.home.closeJoin();
        first.forceActiveFocus();
    }

    function pickPlan(): void {
        picker.active = true;
        (picker.item as PlanPicker).open();
    }

    Connections {
        target: first.home

        function onAskedPlan(): void {
            first.pickPlan();
        }
        function onAskedJoin(): void {
            address.forceActiveFocus();
        }
    }

    Loader {
        id: picker
        active: false
        source: "PlanPicker.qml"

        Connections {
            target: picker.item as PlanPicker

            function onPicked(file: url): void {
                first.home.startPlan(file);
            }
        }
    }

    Flickable {
        anchors.fill: parent
        contentWidth: width
        contentHeight: Math.max(height, page.height + 2 * Theme.s12)
        boundsBehavior: Flickable.StopAtBounds
        interactive: contentHeight > height

        Column {
            id: page
            anchors.centerIn: parent
            width: Math.min(parent.width - 2 * Theme.s8, Theme.firstWidth)
            spacing: Theme.s8

            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                spacing: Theme.s3

                IconDot {
                    anchors.verticalCenter: parent.verticalCenter
                    implicitWidth: Theme.s4
                    tone: "red"
                }
                Words {
                    text: "warroom"
                    font.pixelSize: Theme.display
                    font.weight: Theme.strong
                    Accessible.role: Accessible.Heading
                    Accessible.name: text
                }
            }

            RowLayout {
                width: parent.width
                spacing: Theme.s4

                ChoiceCard {
                    objectName: "first.start"
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    title: "Start a room"
                    words: "Your event plan, your sources, your people. This computer hosts."
                    foot: first.home.busy !== "" ? "" : "Open an event plan…"
                    keyText: "N"
                    tone: "blue"
                    enabled: first.home.busy === ""
                    onClicked: first.pickPlan()

                    Toggle {
                        objectName: "first.share"
                        anchors.left: parent.left
                        anchors.leftMargin: Theme.s4
                        anchors.bottom: parent.bottom
                        anchors.bottomMargin: Theme.s12 + Theme.s2
                        text: "Others can join from their computers"
                        on: first.home.share
                        onClicked: first.home.share = !first.home.share
                    }
                    DropArea {
                        objectName: "first.start.drop"
                        anchors.fill: parent
                        onDropped: drop => {
                            if (drop.hasUrls)
                                first.home.startPlan(drop.urls[0]);
                        }
                    }
                }
                ChoiceCard {
                    objectName: "first.join"
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    title: "Join a room"
                    words: "Somebody gave you an address and a code, or an invitation."
                    foot: "Type or paste it"
                    keyText: "J"
                    tone: "green"
                    chosen: first.home.joining
                    enabled: first.home.busy === ""
                    onClicked: first.home.openJoin()
                }
                ChoiceCard {
                    objectName: "first.rehearse"
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    title: "Rehearse"
                    words: "Super Bowl XLVII, the night the lights went out. Needs no network, reaches no account."
                    keyText: "R"
                    tone: "violet"
                    enabled: first.home.busy === ""
                    onClicked: first.home.rehearse("kick-off")

                    Row {
                        anchors.left: parent.left
                        anchors.bottom: parent.bottom
                        anchors.leftMargin: Theme.s3
                        anchors.bottomMargin: Theme.s5
                        spacing: 0

                        ActionButton {
                            objectName: "first.rehearse.kickoff"
                            text: "from kick-off"
                            kind: "quiet"
                            size: "small"
                            onClicked: first.home.rehearse("kick-off")
                        }
                        ActionButton {
                            objectName: "first.rehearse.blackout"
                            text: "from the blackout"
                            keyText: "B"
                            kind: "quiet"
                            size: "small"
                            onClicked: first.home.rehearse("blackout")
                        }
                    }
                }
            }

            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: first.home.busy !== ""
                spacing: Theme.s3

                IconDot {
                    anchors.verticalCenter: parent.verticalCenter
                    tone: "blue"
                }
                Words {
                    objectName: "first.busy"
                    text: first.home.busy + "…"
                    color: Theme.second
                    Accessible.role: Accessible.StaticText
                    Accessible.name: text
                }
            }

            JoinForm {
                id: address
                objectName: "first.joinForm"
                width: Math.min(parent.width, Theme.sheetWide)
                anchors.horizontalCenter: parent.horizontalCenter
                visible: first.home.joining
                home: first.home
                onClosed: {
                    first.home.closeJoin();
                    first.forceActiveFocus();
                }
            }

            PlanProblems {
                objectName: "first.problems"
                width: Math.min(parent.width, Theme.firstWidth)
                anchors.horizontalCenter: parent.horizontalCenter
                home: first.home
            }

            Repeater {
                model: ["first", "first.start", "first.rehearse", "first.recent", "window"]

                NoticeBar {
                    required property string modelData
                    width: Math.min(page.width, Theme.sheetWide)
                    anchors.horizontalCenter: page.horizontalCenter
                    visible: implicitHeight > 0
                    notices: first.home.notices
                    place: modelData
                }
            }

            Column {
                width: parent.width
                visible: first.home.recent.count > 0
                spacing: Theme.s2

                Words {
                    anchors.horizontalCenter: parent.horizontalCenter
                    text: "Recent"
                    color: Theme.third
                    font.pixelSize: Theme.small
                }
                Flow {
                    width: Math.min(implicitWidth, parent.width)
                    anchors.horizontalCenter: parent.horizontalCenter
                    spacing: Theme.s2

                    Repeater {
                        model: first.home.recent

                        ActionButton {
                            required property string room
                            required property string name
                            required property string words
                            required property bool running
                            required property int index

                            objectName: "recent." + index
                            text: name + ", " + words
                            kind: running ? "plain" : "quiet"
                            keyText: index === 0 ? "L" : ""
                            enabled: first.home.busy === ""
                            onClicked: first.home.reopen(room)
                        }
                    }
                }
            }
        }
    }

    Words {
        objectName: "first.doctor"
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.s5
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(implicitWidth, parent.width - 2 * Theme.s6)
        text: first.home.doctor
        color: Theme.tone(first.home.doctorTone)
        font.pixelSize: Theme.small
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
}
