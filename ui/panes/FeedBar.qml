import QtQuick
import ui
import warroom.desktop

// What is said between two posts: a stretch of time whose posts are not here, and what can be done about it.
Item {
    id: bar

    required property string id
    required property string words
    required property real acts
    required property int index
    required property Feeds feeds
    required property string topic

    objectName: "bar." + index
    implicitHeight: Math.ceil(said.implicitHeight) + (go.visible ? go.height + Theme.s1 : 0) + 2 * Theme.s2
    height: implicitHeight
    Accessible.role: Accessible.StaticText
    Accessible.name: words

    Rectangle {
        width: Theme.s0 + Theme.hair
        height: parent.height
        color: Theme.amber
    }
    Words {
        id: said
        x: Theme.s3
        y: Theme.s2
        width: bar.width - 2 * Theme.s3
        text: bar.words
        color: Theme.amber
        font.pixelSize: Theme.small
        wrapMode: Text.Wrap
        lineHeight: Theme.lineHeight
    }
    ActionButton {
        id: go
        objectName: "bar." + bar.index + ".go"
        x: Theme.s2
        anchors.top: said.bottom
        anchors.topMargin: Theme.s1
        visible: bar.acts > 0
        text: "Show them"
        size: "small"
        onClicked: bar.feeds.goTo(bar.topic, bar.acts)
    }
}
