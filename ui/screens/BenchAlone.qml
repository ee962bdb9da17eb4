import QtQuick
import ui
import warroom.desktop

// The bench without a room: the whole window.
FocusScope {
    id: alone

    required property Shell shell
    required property Bench bench

    focus: true

    BenchPage {
        anchors.fill: parent
        anchors.margins: Theme.s3
        bench: alone.bench
        keys: alone.shell.keys
    }
}
