pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// The brand's own pictures: type to find, arrows to choose, Enter to put it into the card.
Sheet {
    id: sheet

    required property LibraryScreen library
    readonly property int columns: Math.max(1, Math.floor(grid.width / grid.cellWidth))

    title: "Library"
    words: sheet.library.words
    sheetWidth: Theme.sheetLarge
    open: true
    onDismissed: sheet.library.close()
    Component.onCompleted: {
        query.set(sheet.library.query);
        query.forceActiveFocus();
        query.selectAll();
    }

    NoticeBar {
        width: sheet.inner
        notices: sheet.library.notices
        place: "library"
    }
    Words {
        objectName: "library.problems"
        width: sheet.inner
        visible: text !== ""
        text: sheet.library.problems
        color: Theme.amber
        font.pixelSize: Theme.small + 1
        wrapMode: Text.Wrap
    }
    Row {
        width: sheet.inner
        spacing: Theme.s2

        Field {
            id: query
            objectName: "library.query"
            width: sheet.inner - kinds.width - Theme.s2
            placeholder: "Words, a name, or #tag"
            maximumLength: 200
            onEdited: text => sheet.library.search(text)
            onEscaped: sheet.library.close()
            onAccepted: sheet.library.place()
            Keys.onDownPressed: sheet.library.step(sheet.columns)
            Keys.onUpPressed: sheet.library.step(-sheet.columns)
            Keys.onPressed: event => {
                if (event.key === Qt.Key_PageDown || event.key === Qt.Key_PageUp) {
                    sheet.library.step((event.key === Qt.Key_PageDown ? 3 : -3) * sheet.columns);
                    event.accepted = true;
                } else if ((event.key === Qt.Key_Left || event.key === Qt.Key_Right) && (query.text === "" || event.modifiers & Qt.AltModifier)) {
                    sheet.library.step(event.key === Qt.Key_Right ? 1 : -1);
                    event.accepted = true;
                }
            }
        }
        Row {
            id: kinds
            anchors.bottom: parent.bottom
            anchors.bottomMargin: (Theme.fieldHeight - Theme.buttonSmall) / 2
            spacing: Theme.s1

            Repeater {
                model: sheet.library.kinds

                ActionButton {
                    required property string modelData
                    objectName: "library.kind." + modelData
                    text: modelData.charAt(0).toUpperCase() + modelData.slice(1) + "s"
                    size: "small"
                    kind: sheet.library.kind === modelData ? "chosen" : "plain"
                    onClicked: {
                        sheet.library.keep(modelData);
                        query.forceActiveFocus();
                    }
                }
            }
        }
    }
    Row {
        width: sheet.inner
        spacing: Theme.s4

        GridView {
            id: grid
            objectName: "library.grid"
            width: sheet.inner - facts.width - Theme.s4
            height: Math.max(Theme.assetCell, Math.min(3 * Theme.assetCell, sheet.height - Theme.assetRest))
            cellWidth: Math.floor(width / Math.max(1, Math.floor(width / Theme.assetCell)))
            cellHeight: Theme.assetCell
            clip: true
            cacheBuffer: Theme.ahead
            model: sheet.library.rows
            currentIndex: sheet.library.chosenIndex
            keyNavigationEnabled: false
            highlightMoveDuration: 0
            boundsBehavior: Flickable.StopAtBounds
            Accessible.role: Accessible.List
            Accessible.name: "Assets"
            onCurrentIndexChanged: if (currentIndex >= 0)
                positionViewAtIndex(currentIndex, GridView.Contain)
            T.ScrollBar.vertical: ScrollThumb {}

            delegate: LibraryAsset {
                width: grid.cellWidth - Theme.s2
                height: grid.cellHeight - Theme.s2
                library: sheet.library
                onPicked: query.forceActiveFocus()
            }

            EmptyState {
                anchors.centerIn: parent
                width: parent.width - 2 * Theme.s4
                visible: grid.count === 0
                title: sheet.library.loading ? "Reading the library…" : sheet.library.nothing
                words: ""
            }
        }
        Column {
            id: facts
            width: Theme.assetFacts
            spacing: Theme.s2

            Thumb {
                objectName: "library.large"
                width: parent.width
                height: Math.round(width * 0.66)
                visible: sheet.library.title !== ""
                source: sheet.library.thumb
                alt: sheet.library.title
                fillMode: Image.PreserveAspectFit
            }
            Words {
                objectName: "library.title"
                width: parent.width
                text: sheet.library.title
                font.weight: Theme.strong
                wrapMode: Text.Wrap
            }
            Words {
                objectName: "library.why"
                width: parent.width
                visible: text !== ""
                text: sheet.library.why
                color: Theme.red
                wrapMode: Text.Wrap
                Accessible.role: Accessible.AlertMessage
                Accessible.name: text
            }
            Repeater {
                model: sheet.library.facts

                Row {
                    id: fact
                    required property string label
                    required property string words
                    width: facts.width
                    spacing: Theme.s2

                    Words {
                        width: Theme.assetLabel
                        text: fact.label
                        color: Theme.third
                        font.pixelSize: Theme.small
                    }
                    Words {
                        width: fact.width - Theme.assetLabel - Theme.s2
                        text: fact.words
                        color: Theme.second
                        font.pixelSize: Theme.small
                        wrapMode: Text.Wrap
                        maximumLineCount: 3
                        elide: Text.ElideRight
                    }
                }
            }
        }
    }
    Flow {
        width: sheet.inner
        spacing: Theme.s2

        ActionButton {
            objectName: "library.place"
            text: "Put it into the card"
            keyText: "Enter"
            size: "small"
            kind: "primary"
            enabled: sheet.library.canPlace
            onClicked: sheet.library.place()
        }
        ActionButton {
            objectName: "library.close"
            text: "Close"
            keyText: "Esc"
            size: "small"
            kind: "quiet"
            onClicked: sheet.library.close()
        }
    }
}
