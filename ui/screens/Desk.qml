pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// Everyone's default screen: top bar, pulse, moments, and the panes; one of them alone, or as tabs where the window is narrow.
FocusScope {
    id: screen

    required property Shell shell
    required property DeskScreen desk
    readonly property bool tabbed: width < Theme.tabsBelow && shell.solo === ""
    readonly property string alone: shell.solo !== "" ? shell.solo : tabbed ? shell.tab : ""

    objectName: "desk"
    Accessible.role: Accessible.Pane
    Accessible.name: "Desk"
    Keys.onPressed: event => event.accepted = screen.shell.keys.press("desk", event.key, event.modifiers, event.text, event.isAutoRepeat)

    function give(pane: string): void {
        if (pane === "pulse")
            pulse.forceActiveFocus(Qt.ShortcutFocusReason);
        else if (pane === "moments")
            moments.forceActiveFocus(Qt.ShortcutFocusReason);
        else
            feeds.forceActiveFocus(Qt.ShortcutFocusReason);
    }

    Component.onCompleted: screen.give("feeds")

    Connections {
        target: screen.shell

        function onAskedFocus(pane: string): void {
            screen.give(pane);
        }
    }

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
        anchors.margins: Theme.s3
        height: implicitHeight
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
        height: implicitHeight
        moments: screen.desk.moments
        keys: screen.shell.keys
    }

    FeedsPane {
        id: feeds
        objectName: "feeds"
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: moments.bottom
        anchors.bottom: parent.bottom
        anchors.margins: Theme.s3
        feeds: screen.desk.feeds
        keys: screen.shell.keys
        notices: screen.desk.notices
    }

    PassSheet {
        objectName: "pass"
        moments: screen.desk.moments
        onOpenChanged: if (!open)
            screen.give(screen.shell.tab)
    }
    PaceSheet {
        objectName: "pace"
        open: screen.shell.sheet === "pace"
        topbar: screen.desk.topbar
        onDismissed: screen.shell.closeSheet()
    }
    PeopleSheet {
        objectName: "people"
        open: screen.shell.sheet === "people"
        people: screen.desk.people
        onDismissed: screen.shell.closeSheet()
    }
    ConfirmSheet {
        objectName: "standDown"
        open: screen.shell.sheet === "standdown"
        title: "Stand the room down?"
        words: "Nobody can publish from now on, and every sign-off given so far is void. Lifting it takes two people, one of them a producer."
        action: "Stand down"
        keyText: "Enter"
        asksReason: true
        placeholder: "What happened"
        onDismissed: screen.shell.closeSheet()
        onConfirmed: reason => {
            screen.shell.closeSheet();
            screen.desk.topbar.standDown(reason);
        }
    }
}
