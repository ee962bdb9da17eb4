pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// The second window: the room's big screen. It takes no input and has no pointer; its text is as large as the room needs it.
Window {
    id: window

    required property Shell shell
    readonly property WallPlace place: shell.wall

    objectName: "wallWindow"
    title: "warroom · wall"
    color: Theme.window
    transientParent: null
    flags: Qt.Window | Qt.FramelessWindowHint
    visible: true

    function fill(): void {
        if (window.shell.desk === null)
            view.source = "";
        else
            view.setSource("WallView.qml", {
                place: window.place,
                desk: window.shell.desk
            });
    }

    Component.onCompleted: {
        window.place.seat(window);
        window.place.measure(window.width, window.height);
        window.fill();
    }
    onWidthChanged: window.place.measure(window.width, window.height)
    onHeightChanged: window.place.measure(window.width, window.height)
    onClosing: close => {
        close.accepted = false;
        window.place.shut();
    }

    Connections {
        target: window.shell

        function onChanged(): void {
            window.fill();
        }
    }
    Loader {
        id: view
        anchors.fill: parent
    }
    WallAlone {
        anchors.fill: parent
        visible: window.shell.desk === null
        place: window.place
    }
    MouseArea {
        anchors.fill: parent
        acceptedButtons: Qt.NoButton
        cursorShape: Qt.BlankCursor
    }
    // The desk's own shortcuts do nothing while its window is hidden.
    Shortcut {
        sequences: ["F9"]
        enabled: window.place.alone
        onActivated: window.place.toggle()
    }
    Shortcut {
        sequences: ["Esc"]
        onActivated: window.place.shut()
    }
}
