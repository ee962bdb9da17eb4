pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// Who signed which version, whose sign-off was lost and why, and who is still to sign.
Column {
    id: signings

    required property ReviewScreen review

    spacing: Theme.s2

    Rectangle {
        width: parent.width
        height: Theme.hair
        color: Theme.line
    }
    Repeater {
        model: signings.review.signings

        Item {
            id: row

            required property string role
            required property string pill
            required property string tone
            required property string words
            required property bool mine

            objectName: "review.signing." + role
            width: signings.width
            implicitHeight: Math.max(name.height, words.implicitHeight, back.visible ? back.height : 0)
            Accessible.role: Accessible.StaticText
            Accessible.name: row.pill + ": " + row.words

            Pill {
                id: name
                anchors.verticalCenter: parent.verticalCenter
                text: row.pill
                tone: row.tone
            }
            Words {
                id: words
                anchors.left: name.right
                anchors.leftMargin: Theme.s2
                anchors.right: back.visible ? back.left : parent.right
                anchors.rightMargin: back.visible ? Theme.s2 : 0
                anchors.verticalCenter: parent.verticalCenter
                text: row.words
                color: Theme.second
                font.pixelSize: Theme.small + 1
                wrapMode: Text.Wrap
            }
            ActionButton {
                id: back
                objectName: "review.withdraw." + row.role
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                visible: row.mine
                text: "Withdraw"
                size: "small"
                kind: "quiet"
                explain: "Take back your sign-off on this version"
                onClicked: signings.review.decision.withdraw(row.role)
            }
        }
    }
}
