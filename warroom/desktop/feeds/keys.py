"""The keys of the feeds, as the list of keys and the palette show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warroom.desktop.keys import Keys

if TYPE_CHECKING:
    from warroom.desktop.feeds.screen import Feeds

PLACE = "feeds"


def add(feeds: Feeds, keys: Keys) -> None:
    def some() -> bool:
        return bool(feeds.columns)

    def chosen() -> bool:
        return feeds.chosen() is not None

    def pictured() -> bool:
        post = feeds.chosen()
        return post is not None and bool(post.pictures)

    back = "Previous post; before the first the feed runs again"
    keys.add(PLACE, "feeds.next", "Next post", "J Down", lambda: feeds.move(1), repeats=True, ready=some)
    keys.add(PLACE, "feeds.previous", back, "K Up", lambda: feeds.move(-1), repeats=True)
    keys.add(PLACE, "feeds.left", "Feed at the left", "H Left", lambda: feeds.turn(-1), repeats=True)
    keys.add(PLACE, "feeds.right", "Feed at the right", "L Right", lambda: feeds.turn(1), repeats=True)
    keys.add(PLACE, "feeds.hold", "Hold this feed, and let go", "Space", feeds.hold, ready=some)
    keys.add(PLACE, "feeds.pointer", "Pause feeds under the pointer: on or off", "Shift+Space", feeds.toggle_pointer, ready=some)
    keys.add(PLACE, "feeds.back", "Back to the newest", "Home", feeds.back, ready=some)
    keys.add(PLACE, "feeds.open", "Open the post", "O Enter", feeds.openPost, ready=chosen)
    keys.add(PLACE, "feeds.unfold", "The post whole, and who says the same", "E", feeds.unfold, ready=chosen)
    keys.add(PLACE, "feeds.search", "Search every post", "/", feeds.search.ask)
    keys.add(PLACE, "feeds.filter", "Filter this feed", "F", feeds.askFilter, ready=some)
    keys.add(PLACE, "feeds.mute", "Mute, and what is muted", "U", feeds.askMutes)
    keys.add(PLACE, "feeds.pictures", "Pictures and faces: on or off", "I", feeds.toggle_pictures)
    keys.add(PLACE, "feeds.copy", "Copy a picture: refused, with the reason", "Ctrl+C", feeds.refusePicture, ready=pictured)
    keys.add(PLACE, "feeds.further", "Put this feed further left", "Shift+H", lambda: feeds.shift(-1), ready=some)
    keys.add(PLACE, "feeds.nearer", "Put this feed further right", "Shift+L", lambda: feeds.shift(1), ready=some)
