"""Texts as nobody would write them, and as everybody does: all scripts, every plane, any length; always the same ones."""

from __future__ import annotations

import random

WORDS = (
    *("Some", "things", "taste", "better", "in", "the", "dark.", "AV", "(12)", "Łódź", "naïve", "ﬁn", "Xj̃", "“quoted”", "3–2", "50%"),
    *("Ελλάδα", "φως;", "Привет,", "Ёжик", "Երևան", "თბილისი"),
    *("שלום", "(עברית)", "נִקּוּד", "مرحبا", "كيف", "الحال؟", "٤٥٦", "لا", "گفت‌وگو"),
    *("क्षत्रिय", "हिन्दी", "त्रयी।", "বাংলা", "தமிழ்", "ปลาฉลาม", "ที่นี่", "ก็", "ລາວ"),
    *("暗闇", "あなた", "ダンク。", "灯灭了，", "燈滅了", "불이", "꺼져도", "「はい」", "𠮷野家"),
    *("🍪", "👩‍👩‍👧‍👦", "👍🏽", "🇫🇷", "1️⃣", "❤️", "⌚︎", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇫", "🏽", "🧑🏿‍🚀"),
    *("https://example.com/a/very/long/path?with=a&few=parts#end", "@warroom@example.social", "#RunTogetherHashtag"),
    *(
        "co\u00adope\u00adra\u00adtion",
        "a\u200bb",
        "no\u00a0break",
        "x\u0301\u0302\u0303\u0304",
        "\u0301",
        "\u200d",
        "\u2067abc\u2069",
        "\u202e",
    ),
    *("Donaudampfschifffahrtsgesellschaftskapitän", "W" * 40, "i" * 60, "." * 30, "!?" * 12, "a\tb", "a\n\nb", "\u2028"),
)
PLANES = tuple(range(17))


def any_texts(count: int = 500, seed: int = 4) -> list[str]:
    chance = random.Random(seed)
    makers = (_sentence, _sentence, _sentence, _any_letters, _one_block, _marks, _no_spaces, _lines)
    texts = [
        "",
        " ",
        "\n",
        "x" * 100_000,
        "word " * 20_000,
        "ปลาฉลาม" * 14_000,
        "あなたは" * 25_000,
        "שלום " * 20_000,
        "e" + "\u0301" * 99_999,
    ]
    texts += ["".join(chr(point) for point in range(100_000)), "\n" * 100_000, "\u200b" * 100_000, "🇫🇷" * 50_000, "\u2067" * 100_000]
    while len(texts) < count:
        texts.append(chance.choice(makers)(chance))
    return texts


def _length(chance: random.Random) -> int:
    """Mostly as a headline's, now and then a book's."""
    return int(10 ** chance.choice((chance.uniform(0, 2), chance.uniform(0, 2), chance.uniform(0, 2), chance.uniform(2, 4))))


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=max(1, _length(chance) // 6)))


def _any_letters(chance: random.Random) -> str:
    return "".join(chr(chance.choice(PLANES) * 0x10000 + chance.randrange(0x10000)) for _ in range(_length(chance)))


def _one_block(chance: random.Random) -> str:
    start = chance.choice(PLANES[:3]) * 0x10000 + chance.randrange(0x100) * 0x100
    return "".join(chr(start + chance.randrange(0x100)) for _ in range(_length(chance)))


def _marks(chance: random.Random) -> str:
    return "".join(
        chance.choice("aקنกऱ1") + "".join(chr(0x300 + chance.randrange(0x70)) for _ in range(chance.randrange(40))) for _ in range(9)
    )


def _no_spaces(chance: random.Random) -> str:
    return "".join(chance.choices(WORDS, k=max(1, _length(chance) // 6))).replace(" ", "")


def _lines(chance: random.Random) -> str:
    return "\n".join(_sentence(chance)[:60] for _ in range(chance.randrange(1, 9)))
