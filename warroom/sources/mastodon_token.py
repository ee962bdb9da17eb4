"""Whether a token is good for reading a Mastodon server, asked of the server before it is kept."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx

from warroom.errors import SourceError, WarroomError
from warroom.sources.mastodon_rest import Rest
from warroom.sources.monitor import unix_ms
from warroom.sources.patience import plainly


class TokenProblem(WarroomError):
    code = "token"


async def token_account(server: str, token: str, client: httpx.AsyncClient) -> str:
    """Whose it is: `@ann@social.example (Ann)`; empty where the token may read posts but not tell its account.

    Raises TokenProblem, in words for the person who entered it.
    """
    host = urlsplit(server).netloc
    if not token.isascii() or not token.isprintable() or any(letter.isspace() for letter in token):
        raise TokenProblem("This is no token: it has characters that no token has.", "Copy it again, whole and alone.")
    rest = Rest(server, client, unix_ms)
    try:
        account = await rest.account(token)
        await rest.home(token)
    except SourceError as error:
        raise TokenProblem(f"{host} {error.message}.", error.hint) from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise TokenProblem(f"{host} {plainly(error)}.", "The token was not tested, and is not kept.") from None
    if not account.acct:
        return ""
    name = f" ({account.display_name})" if account.display_name else ""
    return f"@{account.acct}{'' if '@' in account.acct else '@' + host}{name}"
