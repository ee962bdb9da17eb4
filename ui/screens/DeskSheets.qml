pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// The sheets of a joined room: passing, pace, people, standing down, publishing.
Item {
    id: sheets

    required property Shell shell
    required property DeskScreen desk

    readonly property bool any: pass.open || publish.open || saying.active || evidence.active || mute.active || filter.active || search.active || tools

    readonly property bool tools: library.active || bank.active || put.active || outcome.active

    signal shut

    // What a sheet does with no key of its own, nothing below it does either.
    Keys.onPressed: event => event.accepted = event.key !== Qt.Key_Tab && event.key !== Qt.Key_Backtab
    onAnyChanged: sheets.shell.keys.cover("desk", sheets.any ? "desk" : "")

    PassSheet {
        id: pass
        objectName: "pass"
        moments: sheets.desk.moments
        onOpenChanged: if (!open)
            sheets.shut()
    }
    PublishSheet {
        id: publish
        handoff: sheets.desk.handoff
        onOpenChanged: if (!open)
            sheets.shut()
    }
    // Made when they are asked for: a desk opens sooner without them.
    Loader {
        id: mute
        anchors.fill: parent
        active: sheets.desk.feeds.mutes.open
        onActiveChanged: if (!active)
            sheets.shut()
        sourceComponent: FeedMuteSheet {
            objectName: "mute"
            mutes: sheets.desk.feeds.mutes
        }
    }
    Loader {
        id: filter
        anchors.fill: parent
        active: sheets.desk.feeds.filters.open
        onActiveChanged: if (!active)
            sheets.shut()
        sourceComponent: FeedFilterSheet {
            objectName: "filter"
            filters: sheets.desk.feeds.filters
        }
    }
    Loader {
        id: search
        anchors.fill: parent
        active: sheets.desk.feeds.search.open
        onActiveChanged: if (!active)
            sheets.shut()
        sourceComponent: FeedSearchSheet {
            objectName: "search"
            search: sheets.desk.feeds.search
        }
    }
    Loader {
        id: saying
        readonly property AlreadySaid about: sheets.desk.review.said.open ? sheets.desk.review.said : sheets.desk.composer.said
        anchors.fill: parent
        active: about.open
        onActiveChanged: if (!active)
            sheets.shut()
        sourceComponent: SaidSheet {
            objectName: "said"
            said: saying.about
        }
    }
    Loader {
        id: evidence
        anchors.fill: parent
        active: sheets.desk.momentView.shown
        onActiveChanged: if (!active)
            sheets.shut()
        sourceComponent: EvidenceSheet {
            objectName: "evidence"
            moment: sheets.desk.momentView
        }
    }
    Loader {
        id: library
        anchors.fill: parent
        active: sheets.desk.library.open
        onActiveChanged: if (!active)
            sheets.shut()
        sourceComponent: LibrarySheet {
            objectName: "library"
            library: sheets.desk.library
        }
    }
    Loader {
        id: bank
        anchors.fill: parent
        active: sheets.desk.bank.open
        onActiveChanged: if (!active)
            sheets.shut()
        sourceComponent: BankSheet {
            objectName: "bank"
            bank: sheets.desk.bank
        }
    }
    Loader {
        id: put
        anchors.fill: parent
        active: sheets.desk.bank.put.open
        onActiveChanged: if (!active)
            sheets.shut()
        sourceComponent: BankPutSheet {
            objectName: "put"
            put: sheets.desk.bank.put
        }
    }
    Loader {
        id: outcome
        anchors.fill: parent
        active: sheets.desk.outcomes.mode !== ""
        onActiveChanged: if (!active)
            sheets.shut()
        sourceComponent: OutcomeSheet {
            objectName: "outcome"
            outcomes: sheets.desk.outcomes
        }
    }
    Loader {
        anchors.fill: parent
        active: sheets.shell.sheet === "topics"
        sourceComponent: TopicsSheet {
            objectName: "topics"
            topics: sheets.desk.topics
            keys: sheets.shell.keys
            onDismissed: {
                sheets.desk.topics.close();
                sheets.shell.closeSheet();
            }
        }
    }
    Loader {
        anchors.fill: parent
        active: sheets.shell.sheet === "sources"
        sourceComponent: SourcesSheet {
            objectName: "sources"
            sources: sheets.desk.sources
            keys: sheets.shell.keys
            onDismissed: sheets.shell.closeSheet()
        }
    }
    Loader {
        anchors.fill: parent
        active: sheets.shell.sheet === "spikes"
        sourceComponent: SpikesSheet {
            objectName: "spikes"
            spikes: sheets.desk.spikes
            keys: sheets.shell.keys
            onDismissed: sheets.shell.closeSheet()
        }
    }
    PaceSheet {
        objectName: "pace"
        keys: sheets.shell.keys
        open: sheets.shell.sheet === "pace"
        topbar: sheets.desk.topbar
        onDismissed: sheets.shell.closeSheet()
    }
    PeopleSheet {
        objectName: "people"
        open: sheets.shell.sheet === "people"
        people: sheets.desk.people
        onDismissed: sheets.shell.closeSheet()
    }
    ConfirmSheet {
        objectName: "standDown"
        open: sheets.shell.sheet === "standdown"
        title: "Stand the room down?"
        words: "Nobody can publish from now on, and every sign-off given so far is void. Lifting it takes two people, one of them a producer."
        action: "Stand down"
        asksReason: true
        placeholder: "What happened"
        onDismissed: sheets.shell.closeSheet()
        onConfirmed: reason => {
            sheets.shell.closeSheet();
            sheets.desk.topbar.standDown(reason);
        }
    }
}
