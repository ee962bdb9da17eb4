pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ui
import warroom.desktop

// The contact sheet: every cut with its sample words, below it with every stress text. A click shows a card large.
Flickable {
    id: sheet

    required property Bench bench

    objectName: "bench.sheet"
    clip: true
    contentHeight: sheet.bench.sheet.high
    contentWidth: width
    interactive: contentHeight > height
    boundsBehavior: Flickable.StopAtBounds
    Accessible.role: Accessible.List
    Accessible.name: "Contact sheet of " + sheet.bench.title

    function measure(): void {
        sheet.bench.sheet.setRoom(Math.floor(sheet.width - Theme.scrollBar), Math.floor(sheet.height), Theme.s3, Theme.s6, Screen.devicePixelRatio);
    }
    onWidthChanged: sheet.measure()
    onHeightChanged: sheet.measure()
    Component.onCompleted: sheet.measure()

    Repeater {
        model: sheet.bench.sheet.heads

        Row {
            required property string title
            required property string tone
            required x
            required y

            spacing: Theme.s2

            Words {
                text: parent.title
                color: Theme.second
                font.pixelSize: Theme.small
                font.weight: Theme.medium
            }
            IconDot {
                anchors.verticalCenter: parent.verticalCenter
                visible: parent.tone !== "" && !sheet.bench.stale // it was said of an earlier save
                tone: parent.tone
            }
        }
    }
    Repeater {
        model: sheet.bench.sheet.cells

        T.AbstractButton {
            id: cell

            required property string id
            required property string label
            required property string title
            required property string words
            required property string tone
            required x
            required y
            required width
            required height

            objectName: "bench.cell." + id
            hoverEnabled: true
            focusPolicy: Qt.TabFocus
            Accessible.role: Accessible.Button
            Accessible.name: label + ", " + title
            Accessible.description: words
            Accessible.onPressAction: cell.click()
            Keys.onReturnPressed: cell.click()
            onClicked: sheet.bench.large.show(cell.id)

            background: Rectangle {
                color: Theme.window
            }
            contentItem: BenchCard {
                bench: sheet.bench
                name: cell.id
                opacity: sheet.bench.stale ? 0.35 : 1
                Accessible.ignored: true
            }

            Rectangle {
                anchors.fill: parent
                color: Theme.none
                visible: cell.tone === "red" || cell.tone === "amber" || cell.hovered || cell.visualFocus
                border.width: Theme.ring
                border.color: cell.hovered || cell.visualFocus ? Theme.blue : Theme.tone(cell.tone)
            }
        }
    }
    T.ScrollBar.vertical: ScrollThumb {}
}
