pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// Everyone's default screen: top bar, pulse, moments, and the panes; review and hand-off take the panes' place.
FocusScope {
    id: screen

    required property Shell shell
    required property DeskScreen desk
    // Pulse and moments give their room to a pane that has the window to itself; the moments not to the feeds, where they are called.
    readonly property bool watching: desk.over === "" && (panes.alone === "" || panes.alone === "feeds" && shell.solo === "")
    readonly property bool calling: watching || desk.over === "" && panes.alone === "feeds"

    objectName: "desk"
    Accessible.role: Accessible.Pane
    Accessible.name: "Desk"
    Keys.onPressed: event => event.accepted = screen.shell.keys.press("desk", event.key, event.modifiers, event.text, event.isAutoRepeat)

    function give(place: string): void {
        if (sheets.any || screen.shell.sheet !== "")
            return;
        if (screen.desk.over !== "")
            over.forceActiveFocus(Qt.ShortcutFocusReason);
        else if (place === "pulse")
            pulse.forceActiveFocus(Qt.ShortcutFocusReason);
        else if (place === "moments")
            moments.forceActiveFocus(Qt.ShortcutFocusReason);
        else
            panes.give(place);
    }

    Component.onCompleted: screen.give("feeds")

    // When what is shown has changed for good; a desk that is left meanwhile is asked nothing more.
    Timer {
        id: soon
        property string place: ""
        interval: 0
        onTriggered: screen.give(place)
    }

    Connections {
        target: screen.shell

        function onAskedFocus(place: string): void {
            soon.place = place;
            soon.restart();
        }
    }
    Connections {
        target: screen.desk.topics

        function onAsked(): void {
            screen.desk.topics.open();
            screen.shell.openSheet("topics");
        }
    }
    Connections {
        target: screen.desk.spikes


        function onAskedFocus(): void {
            if (!sheets.any && screen.shell.sheet === "")
                spike.forceActiveFocus(Qt.ShortcutFocusReason);
        }
        function onAskedList(): void {
            screen.shell.openSheet("spikes");
        }
        function onLeft(): void {
            if (screen.shell.sheet === "spikes")
                screen.shell.closeSheet();
            soon.place = screen.shell.tab;
            soon.restart();
        }
    }
    Connections {
        target: screen.desk

        function onOverChanged(): void {
            soon.place = screen.shell.tab;
            soon.restart();
        }
    }

    // Nothing under an open sheet takes the keyboard or a click.
    Item {
        id: under
        anchors.fill: parent
        enabled: !sheets.any && screen.shell.sheet === ""

        Column {
            id: head
            width: parent.width

            TopBarPane {
                width: parent.width
                topbar: screen.desk.topbar
                keys: screen.shell.keys
                onStandDown: screen.shell.openSheet("standdown")
                onPeople: screen.shell.openSheet("people")
                onPace: screen.shell.openSheet("pace")
            }
            TopBanners {
                width: parent.width
                topbar: screen.desk.topbar
            }
            Repeater {
                model: ["window", "pulse", "moments"]

                NoticeBar {
                    required property string modelData
                    x: Theme.s3
                    width: head.width - 2 * Theme.s3
                    topPadding: implicitHeight > 0 ? Theme.s2 : 0
                    notices: screen.desk.notices
                    place: modelData
                }
            }
        }

        PulsePane {
            id: pulse
            objectName: "pulse"
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: head.bottom
            anchors.leftMargin: Theme.s3
            anchors.rightMargin: Theme.s3
            anchors.topMargin: visible ? Theme.s3 : 0
            height: !visible ? 0 : screen.height < Theme.roomyHeight ? Theme.pulseStripLow : Theme.pulseStrip
            visible: screen.watching
            pulse: screen.desk.pulse
            keys: screen.shell.keys
        }
        MomentsPane {
            id: moments
            objectName: "moments"
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: pulse.bottom
            anchors.leftMargin: Theme.s3
            anchors.rightMargin: Theme.s3
            anchors.topMargin: visible ? Theme.s3 : 0
            height: visible ? implicitHeight : 0
            visible: moments.any && screen.calling
            moments: screen.desk.moments
            keys: screen.shell.keys
        }
        DeskPanes {
            id: panes
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: moments.bottom
            anchors.bottom: parent.bottom
            anchors.margins: Theme.s3
            visible: screen.desk.over === ""
            shell: screen.shell
            desk: screen.desk
        }
        SpikeAlert {
            id: spike
            readonly property real card: (pulse.width + Theme.s3) / Math.max(1, screen.desk.pulse.shown.count)
            readonly property bool benched: screen.desk.over === "bench" // there the keys to publish stand at the right
            readonly property ReviewPage reviewed: over.item as ReviewPage
            readonly property bool listed: small && reviewed !== null // over the list of items, never over the button that signs or a cut
            readonly property bool beside: small && screen.desk.over === "" && panes.alone !== "board"
            compact: !screen.watching || screen.desk.composer.open
            width: Math.min(screen.width - 2 * Theme.s3, listed ? reviewed.listWidth : !small ? Theme.firstWidth : beside ? Math.min(panes.least, Theme.sheetWide) : Theme.sheetWide)
            x: benched ? Math.max(Theme.s3, screen.width - width - 3 * Theme.s3 - Theme.benchSide(screen.width - 2 * Theme.s3)) : beside || listed ? Theme.s3 : Math.max(Theme.s3, Math.min(screen.width - width - Theme.s3, Theme.s3 + Math.max(0, screen.desk.spikes.place) * card))
            y: compact ? screen.height - height - Theme.s3 - (screen.desk.over === "review" ? Theme.button + Theme.s4 : screen.desk.over === "" ? panes.foot : 0) : moments.y + moments.height + Theme.s3
            height: implicitHeight
            z: 5
            spikes: screen.desk.spikes
            keys: screen.shell.keys
        }
        Loader {
            id: over
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: head.bottom
            anchors.bottom: parent.bottom
            anchors.margins: Theme.s3
            active: screen.desk.over !== ""
            sourceComponent: screen.desk.over === "review" ? reviewing : screen.desk.over === "bench" ? designing : handing
        }
    }
    Component {
        id: reviewing

        ReviewPage {
            review: screen.desk.review
            news: screen.desk.reviewNews
            board: screen.desk.board
            keys: screen.shell.keys
        }
    }
    Component {
        id: handing

        HandOffPage {
            handoff: screen.desk.handoff
            keys: screen.shell.keys
        }
    }

    Component {
        id: designing

        BenchPage {
            bench: screen.shell.bench.bench as Bench
            keys: screen.shell.keys
        }
    }

    DeskSheets {
        id: sheets
        anchors.fill: parent
        shell: screen.shell
        desk: screen.desk
        onShut: {
            soon.place = screen.shell.tab;
            soon.restart();
        }
    }
}
