"""What a draft says, as the checks read it."""

from __future__ import annotations

from warroom.compose.checks import Words
from warroom.compose.counts import USUAL, Server
from warroom.compose.model import Template
from warroom.desktop.drafts import Draft


def words_of(draft: Draft, template: Template, server: Server = USUAL) -> Words:
    """`server`: the strictest of the Mastodon servers it goes to."""
    return Words(
        caption=draft.caption,
        alt=draft.alt,
        networks=tuple(dict.fromkeys(aim.network for aim in draft.aims)),
        aims=tuple(dict.fromkeys((aim.network, aim.cut) for aim in draft.aims)),
        own=(template.brand.name, *template.brand.words),
        server=server,
    )
