import QtQuick
import ui

// Text as all of the desktop writes it. Plain always: what people post is never markup.
Text {
    textFormat: Text.PlainText
    color: Theme.first
    font.family: Theme.sans
    font.pixelSize: Theme.body
    font.weight: Theme.regular
    elide: wrapMode === Text.NoWrap ? Text.ElideRight : Text.ElideNone
    verticalAlignment: Text.AlignVCenter
}
