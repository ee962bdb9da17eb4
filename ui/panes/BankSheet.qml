pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// The bank: what was cleared before at the left, its blanks in the middle, the card they make at the right.
Sheet {
    id: sheet

    required property BankScreen bank
    readonly property real shelf: Math.round(inner * 0.36)
    readonly property real high: Math.max(Theme.assetCell, Math.min(3 * Theme.assetCell, sheet.height - Theme.assetRest))

    function write(): void {
        const first = blanks.itemAt(0) as Field;
        if (first !== null)
            first.forceActiveFocus(Qt.ShortcutFocusReason);
        else
            list.forceActiveFocus();
    }
    function refill(): void {
        for (let at = 0; at < blanks.count; at++)
            (blanks.itemAt(at) as Field).set(sheet.bank.blanks.at(at, "value"));
    }

    title: "Content bank"
    words: sheet.bank.words
    sheetWidth: Theme.sheetLarge
    open: true
    onDismissed: sheet.bank.close()
    Component.onCompleted: Qt.callLater(sheet.write)

    Connections {
        target: sheet.bank

        function onFilled(): void {
            sheet.refill();
        }
    }

    NoticeBar {
        width: sheet.inner
        notices: sheet.bank.notices
        place: "bank"
    }
    EmptyState {
        width: sheet.inner
        height: Theme.assetCell
        visible: list.count === 0
        title: "No shells"
        words: sheet.bank.nothing
    }
    Row {
        width: sheet.inner
        visible: list.count > 0
        spacing: Theme.s4

        ListView {
            id: list
            objectName: "bank.list"
            width: sheet.shelf
            height: sheet.high
            cacheBuffer: Theme.ahead
            model: sheet.bank.rows
            currentIndex: sheet.bank.chosenIndex
            spacing: Theme.s1
            clip: true
            activeFocusOnTab: true
            keyNavigationEnabled: false
            highlightMoveDuration: 0
            boundsBehavior: Flickable.StopAtBounds
            Accessible.role: Accessible.List
            Accessible.name: "Shells"
            onCurrentIndexChanged: if (currentIndex >= 0)
                positionViewAtIndex(currentIndex, ListView.Contain)
            Keys.onDownPressed: sheet.bank.step(1)
            Keys.onUpPressed: sheet.bank.step(-1)
            Keys.onReturnPressed: sheet.write()
            T.ScrollBar.vertical: ScrollThumb {}

            delegate: BankShell {
                width: list.width
                focused: list.activeFocus
                bank: sheet.bank
                onPicked: list.forceActiveFocus()
            }
        }
        Flickable {
            width: sheet.inner - sheet.shelf - picture.width - 2 * Theme.s4
            height: sheet.high
            contentHeight: form.height
            clip: contentHeight > height
            interactive: contentHeight > height
            boundsBehavior: Flickable.StopAtBounds

            Column {
                id: form
                width: parent.width
                spacing: Theme.s3

                Repeater {
                    id: blanks
                    model: sheet.bank.blanks

                    Field {
                        required property string key
                        required property int index
                        required label
                        required note
                        required problem
                        required value
                        objectName: "bank.blank." + key
                        width: form.width
                        strongText: true
                        onEdited: text => sheet.bank.write(key, text)
                        onAccepted: {
                            const next = blanks.itemAt(index + 1) as Field;
                            if (next !== null)
                                next.forceActiveFocus(Qt.TabFocusReason);
                            else
                                sheet.bank.make();
                        }
                        onEscaped: sheet.bank.close()
                        Keys.onDownPressed: sheet.bank.step(1)
                        Keys.onUpPressed: sheet.bank.step(-1)
                    }
                }
                Flow {
                    width: parent.width
                    spacing: Theme.s1
                    visible: results.count > 0

                    Repeater {
                        id: results
                        model: sheet.bank.results

                        ActionButton {
                            required property string key
                            required property string label
                            required property bool chosen
                            required property bool open
                            objectName: "bank.result." + label
                            text: label
                            size: "small"
                            kind: chosen ? "chosen" : "plain"
                            enabled: open
                            explain: "Let the item wait for this result"
                            onClicked: sheet.bank.waitFor(key)
                        }
                    }
                }
                Row {
                    width: parent.width
                    spacing: Theme.s2

                    Words {
                        objectName: "bank.moment"
                        width: parent.width - (other.visible ? other.width + Theme.s2 : 0)
                        anchors.verticalCenter: parent.verticalCenter
                        text: sheet.bank.momentWords
                        color: Theme.second
                        font.pixelSize: Theme.small + 1
                        wrapMode: Text.Wrap
                    }
                    ActionButton {
                        id: other
                        objectName: "bank.otherMoment"
                        visible: sheet.bank.manyMoments
                        text: "Another moment"
                        size: "small"
                        onClicked: sheet.bank.nextMoment()
                    }
                }
            }
        }
        Item {
            id: picture
            width: Math.round(sheet.inner * 0.3)
            height: sheet.high

            CardView {
                objectName: "bank.card"
                width: Math.floor(Math.min(picture.width, picture.height * (sheet.bank.preview?.aspect ?? 1)))
                height: Math.floor(width / Math.max(0.1, sheet.bank.preview?.aspect ?? 1))
                preview: sheet.bank.preview
                name: "stage"
                onWidthChanged: sheet.bank.preview?.setStage(Math.round(width * Screen.devicePixelRatio), Math.round(height * Screen.devicePixelRatio))
                Accessible.role: Accessible.Graphic
                Accessible.name: "The card with these words in its blanks"
            }
        }
    }
    Words {
        objectName: "bank.reason"
        width: sheet.inner
        visible: text !== "" && list.count > 0
        text: sheet.bank.reason
        color: Theme.amber
        wrapMode: Text.Wrap
    }
    Strip {
        objectName: "bank.withdrawing"
        width: sheet.inner
        words: sheet.bank.withdrawWords
        tone: "red"

        Row {
            spacing: Theme.s2

            Field {
                id: why
                objectName: "bank.why"
                width: Theme.sheet - Theme.s8
                placeholder: "Why, for everybody in the room"
                onAccepted: text => {
                    if (text.trim() !== "")
                        sheet.bank.withdraw(text);
                }
                onEscaped: sheet.bank.keepIt()
            }
            ActionButton {
                objectName: "bank.withdrawIt"
                anchors.verticalCenter: parent.verticalCenter
                text: "Take it out"
                kind: "danger"
                size: "small"
                enabled: why.text.trim() !== ""
                onClicked: sheet.bank.withdraw(why.text)
            }
            ActionButton {
                objectName: "bank.keepIt"
                anchors.verticalCenter: parent.verticalCenter
                text: "Keep it"
                kind: "quiet"
                size: "small"
                onClicked: sheet.bank.keepIt()
            }
        }
    }
    Flow {
        width: sheet.inner
        spacing: Theme.s2

        ActionButton {
            objectName: "bank.make"
            visible: list.count > 0
            text: "Write it"
            keyText: "Enter"
            size: "small"
            kind: "primary"
            enabled: sheet.bank.canMake && sheet.bank.withdrawWords === ""
            explain: "Into the composer, in the shell lane"
            onClicked: sheet.bank.make()
        }
        ActionButton {
            objectName: "bank.withdraw"
            visible: sheet.bank.canWithdraw && sheet.bank.withdrawWords === ""
            text: "Take out of the bank…"
            size: "small"
            onClicked: {
                sheet.bank.askWithdraw();
                why.clear();
                why.forceActiveFocus();
            }
        }
        ActionButton {
            objectName: "bank.close"
            text: "Close"
            keyText: "Esc"
            size: "small"
            kind: "quiet"
            onClicked: sheet.bank.close()
        }
    }
}
