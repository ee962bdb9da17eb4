pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// What has to be seen before writing on: errors, a stand-down, an undecided moment, a newer version by somebody else.
Column {
    id: strips

    required property ComposerScreen composer
    required property MomentNews news

    spacing: Theme.s2

    NoticeBar {
        width: parent.width
        notices: strips.composer.notices
        place: "composer"
    }
    Strip {
        objectName: "composer.down"
        width: parent.width
        words: strips.composer.shown.stoodDown
        tone: "red"
    }
    Strip {
        objectName: "composer.asked"
        width: parent.width
        words: strips.composer.shown.asked
        tone: "amber"
    }
    Strip {
        objectName: "composer.news"
        width: parent.width
        words: strips.news.words
        tone: strips.news.tone
        action: "Noted"
        onActed: strips.news.note()
    }
    Strip {
        objectName: "composer.conflict"
        width: parent.width
        words: strips.composer.conflict
        tone: "amber"

        ActionButton {
            objectName: "composer.keepMine"
            text: "Keep mine as a new version"
            size: "small"
            onClicked: strips.composer.keepMine()
        }
        ActionButton {
            objectName: "composer.takeTheirs"
            text: "Take theirs"
            size: "small"
            explain: "Ctrl+Z brings yours back"
            onClicked: strips.composer.takeTheirs()
        }
        ActionButton {
            objectName: "composer.compare"
            text: "Compare"
            size: "small"
            onClicked: strips.composer.compare()
        }
    }
    Strip {
        objectName: "composer.madeWith"
        width: parent.width
        words: strips.composer.made.words
        tone: "blue"

        ActionButton {
            objectName: "composer.moveOn"
            visible: strips.composer.made.moveWords !== ""
            text: strips.composer.made.moveWords
            size: "small"
            keyText: "M"
            explain: "Ctrl+Z brings the version back that it was made with"
            onClicked: strips.composer.made.move()
        }
    }
    Strip {
        objectName: "composer.undecided"
        width: parent.width
        words: strips.composer.undecided ? "The moment is not decided yet; it can be sent once it is a go." : ""
        tone: "amber"
        action: "Go"
        onActed: strips.composer.decideGo()
    }
    Strip {
        objectName: "composer.lane"
        width: parent.width
        words: strips.composer.lane.words
        tone: strips.composer.lane.tone
    }
    Strip {
        objectName: "composer.lock"
        width: parent.width
        words: strips.composer.lane.lock
        tone: "amber"
    }
    Strip {
        objectName: "composer.restored"
        width: parent.width
        words: strips.composer.restored
        tone: "blue"
    }
}
