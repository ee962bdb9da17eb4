-- As few places that are written in no order as can be: each costs a page of the disk for every post. What was kept before is let go.
DROP TABLE in_topic;
DROP TABLE pictured;
DROP TABLE said;
DROP TABLE said_by;
DROP TABLE words;
DROP TABLE post;

CREATE TABLE post (
    key    INTEGER PRIMARY KEY,  -- at << 16, and a number among those of that millisecond
    mark   INTEGER NOT NULL,     -- of the id, by which it is found
    seen   INTEGER NOT NULL,
    grp    TEXT NOT NULL,        -- the id of the first that said so; empty: it is the first
    id     TEXT NOT NULL,
    author TEXT NOT NULL,
    json   BLOB NOT NULL
) STRICT;
CREATE INDEX post_mark ON post (mark);
CREATE INDEX post_seen ON post (seen);
CREATE INDEX post_first ON post (key) WHERE grp = '';
CREATE INDEX post_grp ON post (grp, key) WHERE grp <> '';

CREATE TABLE in_topic (         -- firsts only
    topic TEXT NOT NULL,
    key   INTEGER NOT NULL,
    PRIMARY KEY (topic, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX in_topic_key ON in_topic (key);

-- `labels` are words that nobody typed: of each topic, of each picture's address, and one that all posts have.
CREATE VIRTUAL TABLE words USING fts5 (
    text, author, tags, labels, content = '', contentless_delete = 1, prefix = '3', tokenize = "unicode61 remove_diacritics 2"
);

-- What is asked of "already said?": `tokens` are the words of a post without their endings (`warroom/watch/said.py`) and one of its print.
CREATE TABLE said_by (
    key   INTEGER PRIMARY KEY,
    print INTEGER NOT NULL,  -- equal for posts that read alike; orders posts as if shuffled
    words INTEGER NOT NULL   -- how many are compared
) STRICT;
CREATE VIRTUAL TABLE said USING fts5 (
    tokens, content = '', contentless_delete = 1, detail = none, tokenize = "unicode61 remove_diacritics 0"
);

-- What is deleted is the oldest, which lies together: a piece is written again without it when that is half of it, not a tenth.
INSERT INTO words (words, rank) VALUES ('deletemerge', 50);
INSERT INTO said (said, rank) VALUES ('deletemerge', 50);

-- Fewer, larger merges: a search looks into more pieces then.
INSERT INTO words (words, rank) VALUES ('automerge', 8);
INSERT INTO said (said, rank) VALUES ('automerge', 8);
