pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// What the composer shows over the window: variations, versions, every template. Made when they are asked for.
Item {
    id: sheets

    required property ComposerScreen composer
    required property KeyTable keys
    property bool wide: false
    readonly property string shown: sheets.composer.variations.open ? "variations" : sheets.composer.versions.open ? "versions" : sheets.composer.templates.open ? "templates" : ""

    signal shut

    visible: shown !== ""
    z: 9
    // What a sheet does with no key of its own, nothing below it does either.
    Keys.onPressed: event => event.accepted = event.key !== Qt.Key_Tab && event.key !== Qt.Key_Backtab
    onShownChanged: {
        sheets.keys.cover("composer", sheets.shown);
        if (sheets.shown === "")
            sheets.shut();
    }

    Loader {
        anchors.fill: parent
        active: sheets.shown === "variations"
        sourceComponent: ComposerVariations {
            composer: sheets.composer
        }
    }
    Loader {
        anchors.fill: parent
        active: sheets.shown === "versions"
        sourceComponent: ComposerVersions {
            composer: sheets.composer
        }
    }
    Loader {
        anchors.fill: parent
        active: sheets.shown === "templates"
        sourceComponent: Sheet {
            id: all
            objectName: "composer.allTemplates"
            open: true
            title: "Take a template"
            sheetWidth: Theme.sheet
            onDismissed: sheets.composer.templates.show(false)
            Component.onCompleted: find.write()

            ComposerFind {
                id: find
                width: all.inner
                height: Math.max(Theme.templateRow, all.height - 2 * Theme.s12 - 2 * Theme.s12)
                composer: sheets.composer
                onEscaped: sheets.composer.templates.show(false)
                onTaken: sheets.composer.templates.show(false)
            }
        }
    }
}
