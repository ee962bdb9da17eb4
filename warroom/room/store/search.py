"""What a person types into the search field, as FTS5 understands it; and posts as they are indexed. Pure.

lights out            both words; where no post has them so, the last may be the beginning of one
stad*                 all words that begin so
"lights out"          this phrase
-joke  -"old news"    without it
author:ann            whose handle or name has it; from:ann is the same
#sb47                 the hashtag
dome OR stadium       either
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

import xxhash

from warroom.sources.post import Post
from warroom.watch.words import UNSPACED

EVERY = "everypost"  # stands in every post's `labels`, so that a search of exclusions alone has something to exclude from
_TERM = re.compile(r'(?P<sign>-?)(?:(?P<column>author|from):)?(?P<hash>#?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))', re.IGNORECASE)
_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(f"({UNSPACED})")
_MOST_TERMS = 32
_LEAST = 3  # letters of a beginning: for these there is an index, for more all words that begin so are gathered first


def columns(post: Post) -> tuple[str, str, str, str]:
    """Text, author, tags and labels as they are indexed."""
    parts = [post.text, post.warning, *(picture.alt for picture in post.pictures)]
    if post.link is not None:
        parts += [post.link.title, post.link.description]
    text = _spaced(" \n ".join(part for part in parts if part))
    labels = " ".join((EVERY, *map(_topic_word, post.topics), *map(_picture_word, addresses(post))))
    return text, _spaced(f"{post.author} {post.author_name}"), _spaced(" ".join(post.tags)), labels


def addresses(post: Post) -> tuple[str, ...]:
    """Of its pictures and its author's."""
    if not post.pictures:
        return (post.avatar,) if post.avatar else ()
    return tuple(url for url in (*(picture.url for picture in post.pictures), post.avatar) if url)


def pictured(url: str) -> str:
    """FTS5's expression for posts with a picture at this address, and perhaps others."""
    return f"labels : {_picture_word(url)}"


def written_by(author: str) -> str:
    """FTS5's expression for posts that name this author, be it as theirs; empty where the name holds no word."""
    words = _WORD.findall(_spaced(author))
    return f'author : "{" ".join(words)}"' if words else ""


@lru_cache(maxsize=1024)
def _topic_word(topic: str) -> str:
    return "t" + hashlib.sha256(topic.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _picture_word(url: str) -> str:
    return "p" + xxhash.xxh3_64_hexdigest(url.encode("utf-8", "surrogatepass"))


def match(query: str, topic: str = "", *, typing: bool = False) -> str:
    """FTS5's expression for it, within a topic if one is named; empty where nothing in it can be searched for. Never a syntax error.

    `typing` takes the last word for the beginning of one, if it is of three letters or more.
    """
    wanted: list[list[str]] = []
    unwanted: list[str] = []
    either = False
    for found in list(_TERM.finditer(query))[:_MOST_TERMS]:
        if found["word"] == "OR" and not (found["sign"] or found["column"] or found["hash"]):
            either = bool(wanted)
            continue
        term = _term(found, begins=typing and found.end() == len(query))
        if not term:
            continue
        if found["sign"]:
            unwanted.append(term)
        elif either:
            wanted[-1].append(term)
        else:
            wanted.append([term])
        either = False
    if not wanted and not unwanted:
        return ""
    within = f"labels : {_topic_word(topic)}" if topic else "" if wanted else f"labels : {EVERY}"
    found_all = " AND ".join([*([within] if within else []), *(f"({' OR '.join(terms)})" for terms in wanted)])
    return f"({found_all})" + "".join(f" NOT {term}" for term in unwanted)


def _term(found: re.Match[str], begins: bool) -> str:
    """One word or phrase in the columns where it may stand; a word is parted where the tokenizer would part it."""
    words = _WORD.findall(_spaced(found["phrase"] if found["phrase"] is not None else found["word"]))
    if not words:
        return ""
    column = "author" if found["column"] else "tags" if found["hash"] else "{text author tags}"
    word = found["word"] or ""
    open = word.endswith("*") or (begins and not found["sign"] and word[-1:].isalnum())
    return f'{column} : "{" ".join(words)}"{"*" if open and len(words[-1]) >= _LEAST else ""}'


def _spaced(text: str) -> str:
    """With spaces between the characters of scripts that are written without; a search for some of them is then one for a phrase."""
    return text if text.isascii() else _UNSPACED.sub(r" \1 ", text)
