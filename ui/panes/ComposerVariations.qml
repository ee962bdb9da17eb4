pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// The same words and pictures in other templates, side by side; 1 to 9, a click or Enter takes one.
Sheet {
    id: sheet

    required property ComposerScreen composer
    readonly property Variations variations: sheet.composer.variations
    readonly property int across: flow.across
    property int at: 0

    function move(by: int): void {
        sheet.at = Math.min(Math.max(sheet.at + by, 0), tiles.count - 1);
    }

    objectName: "composer.variations"
    open: variations.open
    sheetWidth: Theme.deskWidth
    title: "Variations · " + variations.cut
    words: "The same words and pictures in other templates. Nothing changes until one is taken, and Ctrl+Z takes that back."
    onDismissed: variations.close()
    Component.onCompleted: sheet.forceActiveFocus()
    Keys.onPressed: event => {
        event.accepted = !(event.modifiers & (Qt.ControlModifier | Qt.AltModifier));
        if (!event.accepted)
            return;
        const place = event.key - Qt.Key_0;
        if (place >= 1 && place <= 9)
            sheet.variations.takeNth(place);
        else if (event.key === Qt.Key_V)
            sheet.variations.close();
        else if (event.key === Qt.Key_BracketRight)
            sheet.variations.turnCut(1);
        else if (event.key === Qt.Key_BracketLeft)
            sheet.variations.turnCut(-1);
        else if (event.key === Qt.Key_PageDown)
            sheet.variations.turn(1);
        else if (event.key === Qt.Key_PageUp)
            sheet.variations.turn(-1);
        else if (event.key === Qt.Key_Right || event.key === Qt.Key_L)
            sheet.move(1);
        else if (event.key === Qt.Key_Left || event.key === Qt.Key_H)
            sheet.move(-1);
        else if (event.key === Qt.Key_Down || event.key === Qt.Key_J)
            sheet.move(sheet.across);
        else if (event.key === Qt.Key_Up || event.key === Qt.Key_K)
            sheet.move(-sheet.across);
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            sheet.variations.takeNth(sheet.at + 1);
        else
            event.accepted = false;
    }

    Row {
        spacing: Theme.s2

        ActionButton {
            objectName: "composer.variations.cut"
            text: "Next cut"
            keyText: "]"
            size: "small"
            onClicked: sheet.variations.turnCut(1)
        }
        ActionButton {
            objectName: "composer.variations.more"
            visible: sheet.variations.where !== ""
            text: "More"
            keyText: "PgDown"
            size: "small"
            onClicked: sheet.variations.turn(1)
        }
        ActionButton {
            objectName: "composer.variations.close"
            text: "Keep it as it is"
            keyText: "Esc"
            size: "small"
            kind: "quiet"
            onClicked: sheet.variations.close()
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            visible: text !== ""
            text: sheet.variations.where
            color: Theme.second
            font.pixelSize: Theme.small
        }
    }
    Flow {
        id: flow
        readonly property real aspect: Math.max(0.1, sheet.composer.preview.aspect)
        // As many beside each other as make the pictures largest with all of them in sight.
        readonly property int across: flow.best()
        readonly property int tile: flow.wide(across)
        readonly property int picture: Math.max(Theme.pagePicture / 2, flow.high(across))

        width: sheet.inner
        spacing: Theme.s3
        onTileChanged: flow.measure()
        onPictureChanged: flow.measure()
        Component.onCompleted: flow.measure()

        function wide(columns: int): int {
            return Math.floor((sheet.inner - (columns - 1) * spacing) / columns);
        }
        function high(columns: int): int {
            const top = flow.parent.y + flow.y; // in the sheet
            const rows = Math.ceil(Math.max(1, sheet.variations.rows.count) / columns);
            const free = sheet.height - 2 * (Theme.s4 + Theme.s6) - top - (rows - 1) * spacing;
            const rest = 3 * Theme.s2 + Theme.cap + Theme.s4; // of a tile, besides the picture
            return Math.floor(Math.min(free / rows - rest, (flow.wide(columns) - 2 * Theme.s2) / flow.aspect));
        }
        function best(): int {
            let found = 2;
            for (let columns = 3; columns <= 6; columns++)
                if (flow.high(columns) > flow.high(found))
                    found = columns;
            return found;
        }
        function measure(): void {
            sheet.variations.setBox(Math.round((flow.tile - 2 * Theme.s2) * Screen.devicePixelRatio), Math.round(flow.picture * Screen.devicePixelRatio));
        }

        Repeater {
            id: tiles
            model: sheet.variations.rows

            ComposerVariation {
                required property int index
                width: flow.tile
                pictureHeight: flow.picture
                current: index === sheet.at
                preview: sheet.composer.preview
                onClicked: sheet.variations.take(key)
            }
        }
    }
}
