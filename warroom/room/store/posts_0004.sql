-- What is asked of "already said?": the words of each post without their endings (`warroom/watch/said.py`), and which posts read alike.
CREATE TABLE said_by (
    key   INTEGER PRIMARY KEY REFERENCES post (key) ON DELETE CASCADE,
    print INTEGER NOT NULL,  -- equal for posts that read alike; orders posts as if shuffled
    words INTEGER NOT NULL   -- how many are compared
) STRICT;
CREATE INDEX said_by_print ON said_by (print, key);

CREATE VIRTUAL TABLE said USING fts5 (
    tokens, content = '', contentless_delete = 1, detail = none, tokenize = "unicode61 remove_diacritics 0"
);

CREATE TRIGGER said_no_more AFTER DELETE ON said_by BEGIN
    DELETE FROM said WHERE rowid = old.key;
END;
