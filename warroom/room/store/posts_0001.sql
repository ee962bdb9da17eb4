-- What the feeds show when scrolled back or searched. Nothing here is needed to trust the log; it may be lost.
CREATE TABLE post (
    key  INTEGER PRIMARY KEY,
    id   TEXT NOT NULL UNIQUE,
    at   INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    json BLOB NOT NULL
) STRICT;
CREATE INDEX post_at ON post (at);
CREATE INDEX post_seen ON post (seen);

CREATE TABLE in_topic (
    topic TEXT NOT NULL,
    at    INTEGER NOT NULL,
    key   INTEGER NOT NULL REFERENCES post (key) ON DELETE CASCADE,
    PRIMARY KEY (topic, at, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX in_topic_key ON in_topic (key);

CREATE VIRTUAL TABLE words USING fts5 (
    text, author, tags, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
);

-- Counts of the last half hour, so that a room opened again has its pulse.
CREATE TABLE counted (
    topic  TEXT NOT NULL,
    second INTEGER NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (topic, second)
) STRICT, WITHOUT ROWID;
