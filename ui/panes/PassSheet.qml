pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// Passing is a good answer: its reasons by number, or in one's own words.
Sheet {
    id: sheet

    required property Moments moments

    open: moments.passing
    title: "Pass on this moment"
    words: moments.passingTitle + "\nIts items that are not out yet expire."
    onDismissed: moments.keep()
    Keys.onPressed: event => {
        const place = event.key - Qt.Key_1;
        if (place >= 0 && place < sheet.moments.reasons.length) {
            event.accepted = true;
            sheet.moments.passBecause(place);
        }
    }

    Repeater {
        model: sheet.moments.reasons

        ActionButton {
            required property string modelData
            required property int index
            objectName: "pass." + (index + 1)
            width: sheet.inner
            text: modelData
            keyText: index + 1
            onClicked: sheet.moments.passBecause(index)
        }
    }
    Field {
        objectName: "pass.own"
        width: parent.width
        label: "Or in your own words"
        placeholder: "Why we pass; Enter passes"
        onAccepted: text => {
            if (text.trim() !== "")
                sheet.moments.passWith(text);
        }
        onEscaped: sheet.moments.keep()
    }
}
