"""The window around everything: what it shows, first start, the desk of a joined room, its top bar and its people."""
