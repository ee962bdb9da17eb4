-- One room's log and what must be as safe as the log. `line` is one event; `seq` is dense from 1.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE line (
    seq      INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    person   TEXT NOT NULL,
    device   TEXT NOT NULL,
    command  TEXT NOT NULL,
    body     TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash     TEXT NOT NULL
) STRICT;

-- Every command that was obeyed: the same id again gets the same reply, if it asks the same (`digest`).
CREATE TABLE command (
    id     TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    seq    INTEGER NOT NULL,
    at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Tokens and join codes are kept only as SHA-256.
CREATE TABLE token (
    hash   TEXT PRIMARY KEY,
    kind   TEXT NOT NULL CHECK (kind IN ('device', 'intake')),
    device TEXT NOT NULL,
    person TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE code (
    hash    TEXT PRIMARY KEY,
    person  TEXT NOT NULL,
    expires INTEGER NOT NULL,
    used    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
