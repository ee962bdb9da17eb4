import QtQuick
import ui
import warroom.desktop

// One role: green, or why not. `level` 0 says everything, 1 only where it is not green, 2 its name alone, 3 nothing of what is green.
Rectangle {
    id: pill

    required property WallPlace place
    required property string role
    required property string tone
    required property string name
    required property string words
    property int level: 0

    readonly property real edge: 3 * place.step
    readonly property real dot: Math.round(place.small * 0.5)

    function at(level: int): real {
        if (level === 3 && pill.tone === "green")
            return 0;
        return Math.ceil(2 * pill.edge + pill.dot + 2 * pill.place.step + (level === 0 || (level === 1 && pill.tone !== "green") ? whole : brief).advanceWidth + 2);
    }

    objectName: "wall.light." + role
    visible: width > 0
    width: at(level)
    radius: height / 2
    color: Theme.tint(tone)
    Accessible.role: Accessible.StaticText
    Accessible.name: words

    Rectangle {
        x: pill.edge
        anchors.verticalCenter: parent.verticalCenter
        width: pill.dot
        height: width
        radius: width / 2
        color: Theme.tone(pill.tone)
    }
    Words {
        id: label
        x: pill.edge + pill.dot + 2 * pill.place.step
        anchors.verticalCenter: parent.verticalCenter
        text: pill.level === 0 ? pill.words : pill.level === 1 && pill.tone !== "green" ? pill.words : pill.name
        color: Theme.tone(pill.tone)
        font.pixelSize: pill.place.small
        font.weight: Theme.strong
    }
    TextMetrics {
        id: whole
        font.family: Theme.sans
        font.weight: Theme.strong
        font.pixelSize: pill.place.small
        text: pill.words
    }
    TextMetrics {
        id: brief
        font.family: Theme.sans
        font.weight: Theme.strong
        font.pixelSize: pill.place.small
        text: pill.name
    }
}
