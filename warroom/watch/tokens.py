"""The words of a post that can say what it is about."""

from __future__ import annotations

import re

import regex

from warroom.watch.words import folded, is_unspaced

_ADDRESS = regex.compile(r"https?://\S+|www\.\S+|@[\p{L}\p{N}_.@-]+")
_TOKEN = regex.compile(r"#[\p{L}\p{M}\p{N}_]+|[\p{L}\p{N}][\p{L}\p{M}\p{N}_]*(?:['-][\p{L}\p{M}\p{N}]+)*")
_PLAIN = re.compile(r"#\w+|[a-z0-9]\w*(?:['-][a-z0-9]+)*")  # the same for folded ASCII, many times faster
_LONGEST = 40  # characters of a word
_MOST = 60  # words of one post

_STOP = """
a about after again all also always am an and any anyone are aren't around as at away back be because been before being both but by
can can't cannot come could couldn't did didn't do does doesn't doing don't done down each either else even ever every everyone
everything few for from get gets getting go goes going gone gonna good got gotta great had has hasn't have haven't having he he's her
here hers him himself his how i i'd i'll i'm i've if im in into is isn't it it's its itself just know let let's like lol lot made make
makes many may maybe me might mine more most much must my myself never new no nobody nor not nothing now of off oh ok okay on once one
only or other our ours out over own people please pretty probably put quite rather really right said same say saying says see seem she
she's should shouldn't so some somebody someone something still such sure take than that that's the their theirs them themselves then
there there's these they they're they've thing things think this those though through time to today told tomorrow tonight too try u
under until up upon ur us very via want wants was wasn't way we we'll we're we've well went were weren't what what's when where whether
which while who whole whom whose why will with won't wow would wouldn't yeah yes yesterday yet you you'd you'll you're you've your yours
au aux avec ce ces cette c'est dans de des du elle en est et il ils je j'ai la le les leur mais ne nous on ou par pas plus pour qu que
qui sa se ses son sur te tu un une vous y
aber als am auch auf aus bei bin bis das dass dem den der des die doch ein eine einen einer er es für hat ich ihr im ist ja kann man mit
nach nicht noch nur oder sich sie sind so und uns vom von vor war was wenn wie wir wird zu zum zur über
al como con cuando de del el ella en era es esta este esto fue ha hay la las lo los me mi muy más no nos o para pero por porque que se
si sin su sus también te un una y ya yo
com da das de do dos e ela ele em essa esse isso eu foi mais mas me na nas no nos não o os ou para por pra que se sem ser seu sua tem um
uma você
al alla anche che ci come con da dei del della di e gli ho i il in io la le lo ma mi nel non per più sei si sono su un una è
"""
STOP = frozenset(_STOP.split())


def tokens(text: str) -> list[str]:
    """Folded words and whole #hashtags in their order, without addresses and handles; of unspaced scripts, pairs of characters."""
    text = folded(text)
    if "\0" in text:
        text = text.replace("\0", " . ")
    if "@" in text or "http" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    if text.isascii():
        return [word for word in _PLAIN.findall(text)[:_MOST] if len(word) <= _LONGEST]
    words: list[str] = []
    for word in _TOKEN.findall(text)[:_MOST]:
        if is_unspaced(word[0]) and len(word) > 1:
            words += [word[place : place + 2] for place in range(len(word) - 1)]
        elif len(word) <= _LONGEST:
            words.append(word)
    return words[:_MOST]


def telling(word: str) -> bool:
    """Whether a word by itself says anything: no stop word, no number of one or two digits, no single letter."""
    if word in STOP or (word.isdigit() and len(word) < 3):
        return False
    return len(word) > 2 or word[0] == "#" or is_unspaced(word[0])


def terms(text: str, longest: int = 3) -> frozenset[str]:
    """The telling words of a text, and its phrases of up to `longest` words that begin and end with one."""
    words = tokens(text)
    told = [telling(word) for word in words]
    found = {word for word, tells in zip(words, told, strict=True) if tells}
    ends = [tells and word[0] != "#" for word, tells in zip(words, told, strict=True)]
    for place, begins in enumerate(ends):
        if begins:
            for last in range(place + 1, min(place + longest, len(words))):
                if ends[last]:
                    found.add(" ".join(words[place : last + 1]))
    return frozenset(found)
