"""Frames of Jetstream v1: the real ones where they are, and our own always."""

from __future__ import annotations

import json

import pytest

from tests.sources.loopback import DATA
from warroom.errors import SourceGarbled
from warroom.sources.jetstream_frames import FrameReader, Frames, PostFrame
from warroom.sources.jetstream_intake import Intake
from warroom.sources.jetstream_record import short_did

SEEN = 1_800_000_000_000


def commit(record: object, operation: str = "create") -> bytes:
    body = {"rev": "r1", "operation": operation, "collection": "app.bsky.feed.post", "rkey": "k1", "record": record, "cid": "c"}
    return json.dumps(
        {"did": "did:plc:abcdefghijklmnop", "time_us": 1_784_480_400_000_000, "kind": "commit", "commit": body, "cursor": 7}
    ).encode()


def read(*messages: bytes) -> tuple[list[str], list[tuple[str, ...]], FrameReader, list[PostFrame]]:
    reader = FrameReader("Bluesky", public=True)
    frames, _ = Intake().sort(messages, Frames(), reader)
    reader.seen = SEEN
    return reader.words(frames), [reader.languages(frame) for frame in frames], reader, frames


@pytest.mark.parametrize(("name", "lines", "posts"), [("golden_v1.jsonl", 10, 1), ("expected_v1.jsonl", 152, 17)])
def test_real_frames_are_all_read(name: str, lines: int, posts: int) -> None:
    file = DATA / "jetstream" / name
    if not file.is_file():
        pytest.skip("the real frames are not beside this checkout")
    messages = file.read_bytes().splitlines()
    assert len(messages) == lines
    plain = [json.loads(message) for message in messages]
    wanted = [
        one
        for one in plain
        if one["kind"] == "commit" and one["commit"]["collection"] == "app.bsky.feed.post" and "record" in one["commit"]
    ]
    intake = Intake()
    frames, told = intake.sort(messages, Frames(), FrameReader("Bluesky", public=True))
    assert (len(frames), intake.read, intake.unread) == (posts, lines, 0)
    assert [frame.commit.record.text for frame in frames if frame.commit and frame.commit.record] == [
        one["commit"]["record"]["text"] for one in wanted
    ]
    gone = [
        one
        for one in plain
        if one["kind"] == "commit" and one["commit"]["collection"] == "app.bsky.feed.post" and one["commit"]["operation"] == "delete"
    ]
    assert list(told.deleted) == [f"at://{one['did']}/app.bsky.feed.post/{one['commit']['rkey']}" for one in gone]
    reader = FrameReader("Bluesky", public=True)
    reader.seen = SEEN
    for one, words, post in zip(wanted, reader.words(frames), map(reader.post, frames), strict=True):
        record = one["commit"]["record"]
        assert record["text"] in words
        assert post.author == one["did"]
        card = record.get("embed", {}).get("external")
        if card:
            assert card["title"] in words
            assert post.link is not None
            assert post.link.url == card["uri"]


def test_card_alt_texts_and_tags_are_words_of_a_post() -> None:
    external = {
        "uri": "https://paper.example/a",
        "title": "Dome goes dark",
        "description": "Nobody knows why",
        "thumb": {"ref": {"$link": "x"}},
    }
    facets = [{"index": {"byteStart": 0, "byteEnd": 3}, "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "crumb"}]}]
    image = {"alt": "a dark stadium", "image": {"ref": {"$link": "bafy"}}}
    words, languages, reader, frames = read(
        commit({"text": "", "langs": ["en-GB", "en"], "embed": {"external": external}, "facets": facets}),
        commit({"text": "look", "embed": {"images": [image]}, "tags": ["night"]}),
        commit({"text": "quoting", "embed": {"record": {"uri": "at://x"}, "media": {"images": [image]}}}),
        commit({"text": "moving", "embed": {"$type": "app.bsky.embed.video", "alt": "the lamp falls"}}),
    )
    assert words == [
        "Dome goes dark\0Nobody knows why\0#crumb",
        "look\0a dark stadium\0#night",
        "quoting\0a dark stadium",
        "moving\0the lamp falls",
    ]
    assert languages == [("en",), (), (), ()]
    posts = [reader.post(frame) for frame in frames]
    assert posts[0].link is not None
    assert (posts[0].link.url, posts[0].tags) == ("https://paper.example/a", ("crumb",))
    assert posts[2].pictures[0].alt == "a dark stadium"
    assert posts[2].pictures[0].url.endswith("/did:plc:abcdefghijklmnop/bafy@jpeg")
    assert posts[3].pictures[0].alt == "the lamp falls"
    assert posts[0].at == 1_784_480_400_000  # no createdAt: when the network had it


@pytest.mark.parametrize(
    "record",
    [
        {"text": "still read", "langs": "en"},
        {"text": "still read", "embed": 5, "facets": {"not": "a list"}},
        {"text": "still read", "createdAt": 12, "tags": [1, 2]},
        {"text": "still read", "embed": {"external": {"uri": None, "title": None}}},
        {"text": "still read", "createdAt": "yesterday"},
    ],
)
def test_a_record_with_odd_fields_is_read_for_what_can_be_read(record: dict[str, object]) -> None:
    words, _, reader, frames = read(commit({"text": "before"}), commit(record), commit({"text": "after"}))
    assert words == ["before", "still read", "after"]
    assert reader.post(frames[1]).at == 1_784_480_400_000


def test_a_post_is_never_made_later_than_seen() -> None:
    _, _, reader, frames = read(commit({"text": "from the future", "createdAt": "2999-01-01T00:00:00Z"}))
    assert reader.post(frames[0]).at == SEEN


def test_labels_warn_and_an_edit_is_another_version_of_the_same_post() -> None:
    _, _, reader, frames = read(commit({"text": "x", "labels": {"values": [{"val": "spoiler"}]}}), commit({"text": "y"}, "update"))
    assert reader.post(frames[0]).warning == "spoiler"
    assert reader.post(frames[0]).id == reader.post(frames[1]).id
    assert (reader.post(frames[0]).edited, reader.post(frames[1]).edited) == (0, 1_784_480_400_000)


def test_only_message_after_message_unread_ends_a_session() -> None:
    intake, reader = Intake(), FrameReader("Bluesky", public=True)
    good = commit({"text": "fine"})
    for _ in range(5):
        frames, _ = intake.sort([b"bad", b"bad", good], Frames(), reader)
        assert len(frames) == 1
    assert intake.unread == 10
    with pytest.raises(SourceGarbled, match="not JSON"):
        intake.sort([b"bad", b"bad", b"bad"], Frames(), reader)


def test_what_is_no_event_is_none() -> None:
    assert Frames().one(b"[]") is None
    assert Frames().one(b'{"did": 1, "time_us": "x"}') is None


def test_a_did_is_shortened() -> None:
    assert short_did("did:plc:abcdefghijklmnop") == "abcd…mnop"
    assert short_did("did:web:a.example") == "a.example"
