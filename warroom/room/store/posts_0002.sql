-- Which batches are in the counts: one that was kept but not answered is sent again, and must not count twice.
CREATE TABLE taken (
    number INTEGER PRIMARY KEY,
    id     TEXT NOT NULL UNIQUE
) STRICT;
