"""What something was made with, as the room knows it."""

from __future__ import annotations

from msgspec.structs import replace

from tests.review.driver import Driver, content
from warroom.review import made
from warroom.review.commands import Offered, PublishTemplates, RetireTemplate, SaveVersion, SendForApproval


def published(*manifests: str) -> Driver:
    room = Driver()
    for base, manifest in enumerate(manifests):
        room.say("Dora", PublishTemplates((Offered("quote", manifest, base),)))
    return room


def test_it_is_said_in_words_what_became_of_the_template() -> None:
    room = published("quote 1", "quote 2", "quote 3")
    said = [made.behind(room.state, "quote", version) for version in (0, 1, 3)]
    assert said == ["Made with Quote as it was before it was published, now version 3", "Made with version 1 of Quote, now 3", ""]
    assert made.behind(room.state, "other", 0) == ""
    room.say("Pia", RetireTemplate("quote"))
    assert made.behind(room.state, "quote", 3) == "Made with version 3 of Quote, retired since"
    assert made.newest(room.state, "quote") is None


def test_the_same_files_published_again_are_their_last_version() -> None:
    room = published("quote 1", "quote 2", "quote 1")
    assert [made.version_of(room.state, "quote", manifest) for manifest in ("quote 1", "quote 2", "quote 9", "")] == [3, 2, 0, 0]


def test_an_item_can_only_be_made_with_what_the_room_has() -> None:
    room = published("quote 1", "quote 2")
    item = room.item()
    right = replace(content(), template="quote", template_version=1, pack="quote 1")
    room.say("Will", SaveVersion(item, 0, right))
    for wrong in (
        replace(right, template_version=2),
        replace(right, pack="quote 3"),
        replace(right, pack=""),
        replace(right, template_version=0),
        replace(right, template="other"),
    ):
        for make in (SaveVersion, SendForApproval):
            assert room.refused("Will", make(item, 1, wrong)).code == "bad_request"
    room.say("Dora", RetireTemplate("quote"))
    room.say("Will", SendForApproval(item, 1, replace(right, title="Still made with it")))
    assert room.look(item).versions[-1].content.pack == "quote 1"
