pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// Every source of the room in full, and the one place where its token is entered.
Sheet {
    id: sheet

    required property RoomSources sources
    required property KeyTable keys

    title: "Sources"
    words: sources.words
    sheetWidth: Theme.sheetWide
    open: true
    Component.onCompleted: {
        sheet.sources.opened();
        list.forceActiveFocus();
    }
    Component.onDestruction: sheet.sources.closed()

    Connections {
        target: sheet.sources

        function onChanged(): void {
            if (!sheet.sources.entering && token.activeFocus)
                list.forceActiveFocus();
        }
        function onKept(): void {
            token.clear();
            list.forceActiveFocus();
        }
    }

    NoticeBar {
        width: sheet.inner
        notices: sheet.sources.notices
        place: "sources"
    }
    ListView {
        id: list
        objectName: "sources.list"
        width: sheet.inner
        height: Math.min(contentHeight, Math.max(Theme.choice, sheet.height - Theme.choice - (form.visible ? form.height + Theme.s3 : 0)))
        visible: count > 0
        cacheBuffer: Theme.ahead
        model: sheet.sources.rows
        currentIndex: sheet.sources.row
        spacing: Theme.s1
        clip: contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
        keyNavigationEnabled: false
        highlightMoveDuration: 0
        focus: true
        Accessible.role: Accessible.List
        Accessible.name: "Sources"
        Keys.onPressed: event => event.accepted = sheet.keys.press("sources", event.key, event.modifiers, event.text, event.isAutoRepeat)
        T.ScrollBar.vertical: ScrollThumb {}

        delegate: Rectangle {
            id: row

            required property string name
            required property string kind
            required property string tone
            required property string doing
            required property string why
            required property string since
            required property string last
            required property string host
            required property string secret
            required property string token
            required property bool chosen

            objectName: "sources." + name
            width: list.width
            height: texts.height + 2 * Theme.s2
            radius: Theme.radiusCard
            color: row.chosen ? Theme.raised : Theme.card
            border.width: Theme.hair
            border.color: row.chosen && list.activeFocus ? Theme.blue : Theme.line
            Accessible.role: Accessible.ListItem
            Accessible.name: [name, kind + (host !== "" ? " at " + host : ""), doing, why, since, last, token].filter(part => part !== "").join(", ")

            MouseArea {
                anchors.fill: parent
                onClicked: {
                    sheet.sources.choose(row.name);
                    list.forceActiveFocus();
                }
            }
            IconDot {
                x: Theme.s3
                y: Theme.s2 + (Theme.s5 - height) / 2
                tone: row.tone
            }
            Column {
                id: texts
                x: Theme.s3 + Theme.s5
                y: Theme.s2
                width: parent.width - x - Theme.s3
                spacing: Theme.s0

                Item {
                    width: parent.width
                    height: Theme.s5

                    Words {
                        anchors.left: parent.left
                        anchors.right: now.left
                        anchors.rightMargin: Theme.s2
                        anchors.verticalCenter: parent.verticalCenter
                        text: row.name
                        font.weight: Theme.strong
                    }
                    Words {
                        id: now
                        anchors.right: parent.right
                        anchors.verticalCenter: parent.verticalCenter
                        text: row.doing
                        color: Theme.tone(row.tone)
                        font.pixelSize: Theme.small + 1
                    }
                }
                Words {
                    width: parent.width
                    visible: text !== ""
                    text: row.why
                    color: Theme.tone(row.tone)
                    font.pixelSize: Theme.small + 1
                    wrapMode: Text.Wrap
                }
                Words {
                    width: parent.width
                    text: [row.kind + (row.host !== "" ? " · " + row.host : ""), row.since, row.last].filter(part => part !== "").join(" · ")
                    color: Theme.second
                    font.pixelSize: Theme.small
                    wrapMode: Text.Wrap
                }
                Words {
                    width: parent.width
                    visible: text !== ""
                    text: row.token
                    color: Theme.third
                    font.pixelSize: Theme.small
                    wrapMode: Text.Wrap
                }
            }
        }
    }
    Column {
        id: form
        width: sheet.inner
        visible: sheet.sources.entering
        spacing: Theme.s2
        onVisibleChanged: if (visible)
            token.forceActiveFocus();
        else
            token.clear()

        SecretField {
            id: token
            objectName: "sources.token"
            width: parent.width
            label: "Token of a user, with the scope read:statuses"
            note: sheet.sources.keeping
            onAccepted: text => sheet.sources.save(text)
            onEscaped: sheet.sources.leave()
        }
        Flow {
            width: parent.width
            spacing: Theme.s2

            ActionButton {
                objectName: "sources.save"
                text: "Test and keep"
                keyText: "Enter"
                size: "small"
                kind: "primary"
                busy: sheet.sources.busy
                enabled: token.text !== "" && !sheet.sources.busy
                onClicked: sheet.sources.save(token.text)
            }
            ActionButton {
                objectName: "sources.cancel"
                text: "Not now"
                keyText: "Esc"
                size: "small"
                kind: "quiet"
                onClicked: sheet.sources.leave()
            }
        }
    }
    Words {
        objectName: "sources.outcome"
        width: sheet.inner
        visible: text !== ""
        text: sheet.sources.outcome
        color: Theme.tone(sheet.sources.outcomeTone)
        wrapMode: Text.Wrap
        Accessible.role: Accessible.AlertMessage
        Accessible.name: text
    }
    Flow {
        width: sheet.inner
        visible: !form.visible
        spacing: Theme.s2

        ActionButton {
            objectName: "sources.enter"
            visible: sheet.sources.mayEnter
            text: "Enter its token…"
            keyText: "E"
            size: "small"
            kind: "primary"
            onClicked: sheet.sources.enter()
        }
        ActionButton {
            objectName: "sources.again"
            visible: sheet.sources.hosted && list.count > 0
            text: "Try it again now"
            keyText: "R"
            size: "small"
            onClicked: sheet.sources.again()
        }
        ActionButton {
            objectName: "sources.close"
            text: "Close"
            keyText: "Esc"
            size: "small"
            kind: "quiet"
            onClicked: sheet.dismissed()
        }
    }
}
