import QtQuick
import ui
import warroom.desktop

// The second gesture of publishing: says what it will do before it is done.
ConfirmSheet {
    id: sheet

    required property HandOffScreen handoff

    objectName: "publish"
    open: sheet.handoff.asking
    title: sheet.handoff.askingTitle
    words: sheet.handoff.askingWords
    action: "Begin handing over"
    kind: "go"
    onDismissed: sheet.handoff.dismiss()
    onConfirmed: sheet.handoff.confirm()
}
