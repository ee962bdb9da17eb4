import QtQuick
import ui

// A picture in a box whose size never depends on the picture: nothing shifts when it arrives.
Rectangle {
    id: thumb

    required property string alt
    property url source: ""
    property bool chosen: false
    property int fillMode: Image.PreserveAspectFit

    implicitWidth: 80
    implicitHeight: 80
    radius: Theme.radiusSmall
    color: Theme.window
    border.width: chosen ? Theme.ring : 0
    border.color: Theme.blue
    clip: true
    Accessible.role: Accessible.Graphic
    Accessible.name: alt !== "" ? alt : "Picture"

    Image {
        anchors.fill: parent
        source: thumb.source
        fillMode: thumb.fillMode
        asynchronous: true
        cache: true
        sourceSize: Qt.size(Math.ceil(width * Screen.devicePixelRatio), Math.ceil(height * Screen.devicePixelRatio))
        smooth: true
    }
    Words {
        anchors.centerIn: parent
        visible: thumb.source.toString() === ""
        text: "–"
        color: Theme.third
    }
}
