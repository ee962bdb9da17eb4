pragma ComponentBehavior: Bound

import QtQuick
import ui
import warroom.desktop

// What the night decides, above the items: which result came, or that items wait for it.
Column {
    id: column

    required property Outcomes outcomes

    spacing: Theme.s1

    Repeater {
        model: column.outcomes.rows

        Strip {
            required property string key
            required property bool marked
            objectName: "board.outcome." + key
            width: column.width
            action: column.outcomes.mayMark ? (marked ? "Correct…" : "Mark…") : ""
            keyText: marked ? "" : "W"
            onActed: column.outcomes.mark(key)
        }
    }
}
