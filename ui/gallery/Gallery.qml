pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// Every component in each of its states, for the eye and for the golden picture.
Rectangle {
    id: gallery

    required property Notices notices
    required property list<PulseTopic> topics

    color: Theme.window
    implicitWidth: Theme.windowWidth
    implicitHeight: Theme.windowWidth + 2 * Theme.pulseStrip + Theme.buttonLarge

    component Heading: Words {
        color: Theme.third
        font.pixelSize: Theme.small
        font.weight: Theme.strong
    }

    Column {
        x: Theme.s6
        y: Theme.s6
        width: gallery.width - 2 * Theme.s6
        spacing: Theme.s4

        Heading {
            text: "ActionButton: primary, go, plain, quiet, danger; with a key; busy; off; small and large"
        }
        Flow {
            width: parent.width
            spacing: Theme.s3

            Repeater {
                model: ["primary", "go", "plain", "quiet", "danger"]

                Row {
                    id: kinds
                    required property string modelData
                    spacing: Theme.s2

                    ActionButton {
                        objectName: "gallery." + kinds.modelData
                        text: kinds.modelData
                        kind: kinds.modelData
                    }
                    ActionButton {
                        text: kinds.modelData
                        kind: kinds.modelData
                        keyText: "A"
                    }
                    ActionButton {
                        text: kinds.modelData
                        kind: kinds.modelData
                        enabled: false
                        keyText: "A"
                    }
                }
            }
            ActionButton {
                text: "Sending"
                busy: true
            }
            ActionButton {
                text: "small"
                size: "small"
                keyText: "M"
            }
            ActionButton {
                text: "Send for approval"
                size: "large"
                kind: "primary"
                keyText: "Ctrl ⏎"
            }
        }
        Heading {
            text: "ActionButton with the keyboard on it"
        }
        ActionButton {
            objectName: "gallery.focus"
            text: "Focused"
            kind: "plain"
            keyText: "F"
            focus: true
        }
        Heading {
            text: "Pill in each tone; without its dot; too long for its place"
        }
        Flow {
            width: parent.width
            spacing: Theme.s2

            Repeater {
                model: ["red", "amber", "green", "blue", "violet", "second", "third"]

                Pill {
                    required property string modelData
                    text: modelData
                    tone: modelData
                }
            }
            Pill {
                text: "no dot"
                dot: false
                tone: "green"
            }
            Pill {
                text: "Client — nobody on duty, and nobody to stand in"
                tone: "red"
                widest: Theme.feedColumn
            }
        }
        Heading {
            text: "KeyCap, IconDot, Digits, Toggle, Tab"
        }
        Row {
            spacing: Theme.s4

            KeyCap {
                text: "M"
            }
            KeyCap {
                text: "Ctrl+Shift+S"
            }
            IconDot {
                anchors.verticalCenter: parent.verticalCenter
                tone: "red"
            }
            IconDot {
                anchors.verticalCenter: parent.verticalCenter
                tone: "violet"
                implicitWidth: Theme.dotLarge
            }
            Digits {
                text: "02:56"
                tone: "amber"
                font.pixelSize: Theme.title
            }
            Digits {
                text: "7"
                reserve: "0,000"
            }
            Toggle {
                text: "On duty"
                on: true
                keyText: "D"
            }
            Toggle {
                text: "Off duty"
            }
            Tab {
                text: "Feeds"
                keyText: "F1"
                checked: true
            }
            Tab {
                text: "Board"
                keyText: "F3"
                waiting: 2
            }
        }
        Heading {
            text: "Field: empty, filled, wrong, with a key, of several lines, read only; SecretField: empty, wrong"
        }
        Flow {
            width: parent.width
            spacing: Theme.s4

            Field {
                width: Theme.feedColumn
                label: "Headline on the card"
                note: "0 of 60"
                placeholder: "What the card says"
            }
            Field {
                width: Theme.feedColumn
                label: "Headline on the card"
                note: "37 of 60 · fits"
                noteTone: "green"
                value: "Some things taste better in the dark."
                strongText: true
            }
            Field {
                width: Theme.feedColumn
                label: "Caption"
                note: "−12"
                noteTone: "red"
                value: "Power out? We've got a light snack."
                problem: "12 characters too long for Bluesky."
            }
            Field {
                width: Theme.feedColumn
                placeholder: "Find"
                keyText: "/"
            }
            Field {
                width: Theme.feedColumn
                label: "Alt text"
                lines: 3
                value: "A lone biscuit in a pool of light in a dark stadium, with the words: some things taste better in the dark."
            }
            Field {
                width: Theme.feedColumn
                label: "Join code"
                mono: true
                readOnly: true
                value: "K7QF-2MXD"
            }
            SecretField {
                width: Theme.feedColumn
                label: "Token of a user"
                note: "It is kept in this computer's keyring."
            }
            SecretField {
                width: Theme.feedColumn
                label: "Token of a user"
                problem: "social.example does not accept our token (401)."
            }
        }
        Heading {
            text: "NoticeBar: told, warned, wrong with an action"
        }
        NoticeBar {
            width: parent.width
            notices: gallery.notices
            place: "gallery"
        }
        Heading {
            text: "Pane with a line and a key; EmptyState; Thumb without a picture, and chosen; ChoiceCard; PulseCurve; QrCode"
        }
        Row {
            spacing: Theme.s4

            Pane {
                width: Theme.feedColumn + Theme.s12
                height: Theme.choice
                title: "Board"
                subtitle: "2 waiting for you"
                subtitleTone: "amber"
                keyText: "F3"

                EmptyState {
                    anchors.fill: parent
                    title: "Nothing on the board yet"
                    words: "A moment that is decided go becomes an item here."
                }
            }
            Column {
                spacing: Theme.s2

                Thumb {
                    alt: "None yet"
                }
                Thumb {
                    alt: "Chosen"
                    chosen: true
                }
            }
            ChoiceCard {
                width: Theme.feedColumn + Theme.s12
                title: "Rehearse"
                words: "Super Bowl XLVII, the night the lights went out."
                foot: "from kick-off"
                keyText: "R"
                tone: "violet"
                chosen: true
            }
            PulseCurve {
                width: Theme.feedColumn
                height: Theme.pulseStrip
                values: [1, 2, 1, 3, 2, 1, 2, 9, 30, 44, 43, 41, 40, 36, 33, 31]
                part: 0.4
                colour: Theme.topic(0)
                radius: Theme.radiusPane
            }
            QrCode {
                width: Theme.qr
                height: Theme.qr
                words: "warroom://10.0.0.12:7000/r?code=K7QF-2MXD"
                Accessible.role: Accessible.Graphic
                Accessible.name: "QR code"
            }
        }
        Heading {
            text: "FeedChip; PostShots while they come, and where one cannot be had"
        }
        Row {
            spacing: Theme.s4

            Column {
                spacing: Theme.s2

                FeedChip {
                    text: "Mastodon · with picture · ↻ 10+"
                }
                FeedChip {
                    text: "12 hidden by mutes"
                    tone: "second"
                }
            }
            PostShots {
                width: Theme.feedColumn
                shots: 2
                thumbs: ["", "-"]
                wide: false
                post: 0
            }
        }
        Heading {
            text: "PulseCard as usual, with a spike, risen from nothing, silent; chosen; too narrow for it all"
        }
        Row {
            id: pulses
            spacing: Theme.s3

            Repeater {
                model: gallery.topics

                PulseCard {
                    width: (gallery.width - 2 * Theme.s6 - 3 * pulses.spacing) / 4
                    height: Theme.pulseStripLow
                    chosen: index === 0
                }
            }
        }
        Heading {
            text: "Strip: how a moment turned, gravely and not"
        }
        Row {
            spacing: Theme.s3

            Repeater {
                model: ["red", "amber"]

                Strip {
                    required property string modelData
                    width: (gallery.width - 2 * Theme.s6 - Theme.s3) / 2
                    words: "It turned at 20:44:10: “smoke”, “evacuated” rise now. It was called on “lights out”."
                    tone: modelData
                }
            }
        }
        // What a text was and is: what went, what came, what stayed; a word without end.
        ComposerWords {
            width: parent.width
            texts: ["ComposerWords: some things ", "simply ", "taste ", "better ", "best. ", "x".repeat(400)]
            marks: ["same", "new", "same", "gone", "new", "same"]
        }
        GalleryColours {
            spacing: Theme.s4
        }
    }
}
