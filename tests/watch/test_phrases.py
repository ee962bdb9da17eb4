"""What rises in what people say."""

from __future__ import annotations

from warroom.sources.post import Picture, Post
from warroom.watch.phrases import Phrases, Worded, alike
from warroom.watch.tokens import terms, tokens

NOW = 1_790_000_000_000


def post(number: int, text: str, author: str = "", **other: object) -> Post:
    return Post(str(number), "S", "bluesky", author or f"a{number}", text, NOW, NOW, **other)


def fed(phrases: Phrases, texts: list[str], begin: int, step: int = 1_000) -> int:
    for number, text in enumerate(texts):
        phrases.add(Worded(post(begin + number, text), begin + number * step))
    return begin + len(texts) * step


def test_words_hashtags_and_phrases() -> None:
    assert tokens("The LIGHTS are out! #Blackout @ann.example https://a.example/x don't") == [
        "the",
        "lights",
        "are",
        "out",
        "#blackout",
        "don't",
    ]
    assert tokens("Ça va? हिन्दी 東京地震") == ["ça", "va", "हिन्दी", "東京", "京地", "地震"]
    assert tokens("www.a.example/b ann@b.example") == ["ann"]
    assert terms("the lights in the dome are out") == {"lights", "dome"}
    assert {"third quarter", "touchdown pass", "third", "touchdown"} <= terms("third quarter, touchdown pass")
    assert terms("power of the dome", 4) == {"power", "dome", "power of the dome"}
    assert terms("") == terms("at 7 x !!") == frozenset()


def test_hostile_texts_stay_small() -> None:
    assert len(terms("a" * 100_000 + " b" * 100_000)) < 200
    assert len(tokens("é" * 100_000 + "地" * 5_000)) <= 60


def test_what_is_said_always_does_not_rise() -> None:
    phrases = Phrases()
    at = fed(phrases, ["quarter going slowly, nice throw" for _ in range(300)], NOW, 4_000)
    names = ["uncle", "goalie", "waiter", "cousin", "drummer", "referee"]
    at_once = [
        "the lights in the dome failed, and the quarter going slowly for my {}",
        "did the dome failed lights scare anybody, my {} says the quarter going slowly is worse",
        "my {} broke a chair when the lights of that dome failed",
    ]
    fed(phrases, [at_once[number % 3].format(name) for number, name in enumerate(names * 2)], at)
    rising = phrases.rising(at)
    assert {"lights", "dome"} <= {word for term in rising for word in term.split()}
    assert not {"quarter", "slowly", "quarter going slowly"} & set(rising)
    shown = phrases.typical(at)
    assert len(shown) == 3
    assert len({each.author for each in shown}) == 3
    assert all("dome" in each.text for each in shown)


def test_one_person_shouting_raises_nothing() -> None:
    phrases = Phrases()
    at = fed(phrases, ["quiet night"] * 50, NOW)
    for number in range(30):
        phrases.add(Worded(post(number, f"buy golden tickets {number}", "bot"), at + number))
    for number in range(4):
        phrases.add(Worded(post(900 + number, "thunder above us"), at + number))
    assert [word for word in phrases.rising(at) if "ticket" in word or "golden" in word] == []
    assert "thunder" in phrases.rising(at)[0]


def test_a_word_inside_its_phrase_is_not_shown_twice() -> None:
    phrases = Phrases()
    fed(phrases, [f"backup generator hums {number}" for number in range(20)], NOW)
    assert phrases.rising(NOW) == ("backup generator hums",)


def test_a_post_that_was_taken_back_is_not_typical() -> None:
    phrases = Phrases()
    fed(phrases, ["lights out"] * 5, NOW)
    phrases.drop({str(NOW), str(NOW + 1), str(NOW + 2), str(NOW + 3)})
    assert [each.id for each in phrases.typical(NOW)] == [str(NOW + 4)]


def test_memory_is_bounded() -> None:
    phrases = Phrases()
    for number in range(20_000):
        phrases.add(Worded(post(number, f"word{number} other{number * 7} third{number * 13}"), NOW + number * 200))
    assert len(phrases.latest) <= 400
    assert sum(len(span) for span, _ in phrases._spans) <= 6 * 1_500
    assert phrases.rising(NOW + 20_000 * 200 - 5_000) == ()


def test_typical_posts_do_not_repeat_each_other_in_other_order_or_by_another_person() -> None:
    phrases = Phrases()
    at = fed(phrases, ["quiet night"] * 50, NOW)
    texts = ["the dome lost power, chairs everywhere", "chairs everywhere, the dome lost power!!", "everywhere chairs: dome lost power"] * 5
    fed(phrases, [*texts, "who sat on the fuse of this dome"], at)
    assert [post.text for post in phrases.typical(at)][1:] == ["who sat on the fuse of this dome"]
    assert alike(terms("dome lost power"), terms("power lost, dome"))
    assert not alike(terms("dome lost power"), terms("dome found cheese"))


def test_what_a_rise_says_does_not_become_usual_while_it_is_followed() -> None:
    rising = []
    for followed in (True, False):
        phrases = Phrases()
        at = fed(phrases, ["quiet night"] * 50, NOW)
        phrases.rises(at if followed else 0)
        fed(phrases, [f"the dome failed for number{number}" for number in range(1_500)], at, 10)
        rising.append(phrases.rising(at))
    assert "dome failed" in rising[0]
    assert rising[1] == ()
    phrases.rises(0)


def test_what_pictures_show_is_not_what_people_say() -> None:
    shown = Picture("https://example/1.jpg", "thousands of glints under a roof")
    assert Worded(post(1, "the dome failed", pictures=(shown,)), NOW).terms == terms("the dome failed")
