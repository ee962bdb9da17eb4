import QtQuick
import warroom.desktop

// The hand on the card's picture: dragged it moves, the wheel and two fingers bring it closer. As large as the card.
Item {
    id: hand

    required property PictureFrame frame
    readonly property alias containsMouse: mouse.containsMouse

    signal taken

    MouseArea {
        id: mouse
        objectName: "composer.hand"
        property real fromX: 0
        property real fromY: 0
        property bool moving: false

        anchors.fill: parent
        hoverEnabled: true
        preventStealing: true
        cursorShape: !hand.frame.there ? Qt.ArrowCursor : hand.frame.held ? Qt.ClosedHandCursor : Qt.OpenHandCursor
        onPressed: event => {
            hand.taken();
            mouse.moving = false;
            mouse.fromX = event.x;
            mouse.fromY = event.y;
            hand.frame.press(event.x / width, event.y / height);
        }
        onPositionChanged: event => {
            if (!hand.frame.held)
                return;
            // A click is no drag: the hand is never quite still.
            mouse.moving = mouse.moving || Math.abs(event.x - mouse.fromX) + Math.abs(event.y - mouse.fromY) > 3;
            if (mouse.moving)
                hand.frame.drag((event.x - mouse.fromX) / width, (event.y - mouse.fromY) / height);
        }
        onReleased: hand.frame.release()
        onCanceled: hand.frame.release()
        onWheel: wheel => {
            wheel.accepted = hand.frame.there;
            hand.frame.zoomAt(Math.pow(1.15, wheel.angleDelta.y / 120), wheel.x / width, wheel.y / height);
        }
    }
    PinchHandler {
        id: pinch
        objectName: "composer.pinch"
        target: null
        onScaleChanged: delta => hand.frame.zoomAt(delta, pinch.centroid.position.x / hand.width, pinch.centroid.position.y / hand.height)
    }
}
