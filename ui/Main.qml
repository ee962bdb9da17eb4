pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// The window: the first screen or the desk, and the sheets over them.
Window {
    id: window

    required property Shell shell
    readonly property bool roomy: Theme.hasRoom(Screen.desktopAvailableWidth, Screen.desktopAvailableHeight)

    objectName: "window"
    width: shell.window.length === 4 ? shell.window[2] : roomy ? Theme.deskWidth : Theme.fitting(Theme.windowWidth, Theme.leastWidth, Screen.desktopAvailableWidth)
    height: shell.window.length === 4 ? shell.window[3] : roomy ? Theme.deskHeight : Theme.fitting(Theme.windowHeight, Theme.leastHeight, Screen.desktopAvailableHeight)
    minimumWidth: Theme.leastWidth
    minimumHeight: Theme.leastHeight
    visible: true
    visibility: shell.maximised ? Window.Maximized : Window.Windowed
    color: Theme.window
    title: "warroom"

    Binding {
        target: Theme
        property: "zoom"
        value: Theme.zoomFor(window.width, window.height)
    }

    function remember(): void {
        if (window.visibility !== Window.FullScreen && window.visibility !== Window.Hidden && window.visibility !== Window.Minimized)
            window.shell.keepWindow(window.x, window.y, window.width, window.height, window.visibility === Window.Maximized);
    }

    // The wall is a window of its own; where a device shows nothing else, this one comes forward only for what needs a person.
    function followWall(): void {
        if (window.shell.wall.shown && wall.item === null)
            wall.setSource("wall/WallWindow.qml", {
                shell: window.shell
            });
        else if (!window.shell.wall.shown)
            wall.source = "";
        const wanted = !window.shell.wall.alone || window.shell.sheet !== "";
        if (window.visible !== wanted)
            window.visible = wanted;
    }

    Component.onCompleted: {
        if (shell.window.length === 4) {
            window.x = shell.window[0];
            window.y = shell.window[1];
        }
        first.forceActiveFocus();
        window.followWall();
    }
    onClosing: close => {
        close.accepted = false;
        window.remember();
        window.shell.quit();
    }

    Connections {
        target: window.shell.wall

        function onChanged(): void {
            window.followWall();
        }
    }
    Connections {
        target: window.shell

        function onSheetChanged(): void {
            window.followWall();
        }
        function onAskedFullScreen(): void {
            window.visibility = window.visibility === Window.FullScreen ? Window.Windowed : Window.FullScreen;
        }
        function onChanged(): void {
            if (window.shell.desk === null) {
                desk.source = "";
                first.forceActiveFocus();
            } else {
                desk.setSource("screens/Desk.qml", {
                    shell: window.shell,
                    desk: window.shell.desk
                });
                desk.forceActiveFocus();
            }
        }
        function onQuitting(): void {
            window.remember();
        }
    }

    Connections {
        target: window.shell.bench

        function onChanged(): void {
            if (window.shell.bench.alone && bench.item === null) {
                bench.setSource("screens/BenchAlone.qml", {
                    shell: window.shell,
                    bench: window.shell.bench.bench
                });
                bench.forceActiveFocus();
            } else if (!window.shell.bench.alone && bench.item !== null) {
                bench.source = "";
                (window.shell.desk === null ? first : desk).forceActiveFocus();
            }
        }
    }

    Instantiator {
        model: window.shell.keys.anywhere

        Shortcut {
            required property string id
            required property string key

            sequences: [key.replace("Enter", "Return")]
            context: Qt.ApplicationShortcut
            enabled: window.shell.keys.reaches(id, window.shell.keys.covered)
            onActivated: window.shell.keys.run(id)
        }
    }

    Loader {
        id: wall
        objectName: "wallLoader"
    }
    FirstStart {
        id: first
        anchors.fill: parent
        visible: window.shell.desk === null && !window.shell.bench.alone
        enabled: visible && window.shell.sheet === ""
        home: window.shell.home
        keys: window.shell.keys
    }
    Loader {
        id: desk
        objectName: "deskLoader"
        anchors.fill: parent
        visible: window.shell.desk !== null
        focus: true
    }
    Loader {
        id: bench
        objectName: "benchLoader"
        anchors.fill: parent
        enabled: window.shell.sheet === ""
        focus: window.shell.bench.alone
    }
    Sheets {
        anchors.fill: parent
        shell: window.shell
    }
}
