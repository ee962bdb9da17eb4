-- Posts by a key that follows their time, so that pages are read in order from any index, full text too; repeats of a post
-- under their first; gaps; and which pictures and authors are theirs. What was kept before is let go: it is two hours at most.
DROP TABLE words;
DROP TABLE in_topic;
DROP TABLE post;

CREATE TABLE post (
    key    INTEGER PRIMARY KEY,  -- at << 16 and a number among those of that millisecond
    id     TEXT NOT NULL UNIQUE,
    seen   INTEGER NOT NULL,
    grp    TEXT NOT NULL,        -- the id of the first that said so; empty: it is the first
    author TEXT NOT NULL,
    json   BLOB NOT NULL
) STRICT;
CREATE INDEX post_seen ON post (seen);
CREATE INDEX post_first ON post (key) WHERE grp = '';
CREATE INDEX post_grp ON post (grp, key) WHERE grp <> '';
CREATE INDEX post_did ON post (author) WHERE author >= 'did:' AND author < 'did;';

CREATE TABLE in_topic (         -- firsts only
    topic TEXT NOT NULL,
    key   INTEGER NOT NULL REFERENCES post (key) ON DELETE CASCADE,
    PRIMARY KEY (topic, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX in_topic_key ON in_topic (key);

CREATE TABLE pictured (
    url TEXT NOT NULL,
    key INTEGER NOT NULL REFERENCES post (key) ON DELETE CASCADE,
    PRIMARY KEY (url, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX pictured_key ON pictured (key);

CREATE TABLE gap (
    source TEXT NOT NULL,
    since  INTEGER NOT NULL,
    until  INTEGER NOT NULL,
    why    TEXT NOT NULL,
    PRIMARY KEY (until, source, since)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE words USING fts5 (
    text, author, tags, topic, content = '', contentless_delete = 1, prefix = '3', tokenize = "unicode61 remove_diacritics 2"
);
