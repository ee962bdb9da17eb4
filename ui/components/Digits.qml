import QtQuick
import ui

// A clock, a count or a digest: monospaced, and as wide as `reserve` so that its neighbours stay where they are.
Text {
    id: digits

    property string tone: "first"
    property string reserve: ""

    textFormat: Text.PlainText
    color: Theme.tone(tone)
    font.family: Theme.mono
    font.pixelSize: Theme.body
    horizontalAlignment: Text.AlignRight
    verticalAlignment: Text.AlignVCenter
    width: Math.ceil(Math.max(implicitWidth, metrics.advanceWidth))

    TextMetrics {
        id: metrics
        font: digits.font
        text: digits.reserve
    }
}
