CREATE TABLE articles (
    id BIGSERIAL NOT NULL,
    outlet TEXT,
    canonical_url TEXT NOT NULL,
    address TEXT NOT NULL,
    version INTEGER NOT NULL,
    body_hash BYTEA NOT NULL,
    withdrawn_at BIGINT,
    PRIMARY KEY (id),
    UNIQUE (canonical_url)
);

CREATE TABLE files (
    id BIGSERIAL NOT NULL,
    folder TEXT NOT NULL,
    name TEXT NOT NULL,
    known BIGINT DEFAULT '0' NOT NULL,
    closed BOOLEAN DEFAULT false NOT NULL,
    judged BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (folder, name)
);

CREATE TABLE runs (
    id BIGSERIAL NOT NULL,
    outlet TEXT NOT NULL,
    owner TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    ended_at BIGINT,
    known INTEGER DEFAULT '0' NOT NULL,
    stored INTEGER DEFAULT '0' NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX runs_outlet ON runs (outlet, id);

CREATE TABLE schema_version (
    version INTEGER
);

CREATE TABLE addresses (
    id BIGSERIAL NOT NULL,
    outlet TEXT NOT NULL,
    address TEXT NOT NULL,
    url TEXT,
    kind TEXT NOT NULL,
    turn SMALLINT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    origin BIGINT,
    depth SMALLINT DEFAULT '0' NOT NULL,
    found_in BIGINT NOT NULL,
    listed_in BIGINT,
    stem BIGINT,
    waits_for BIGINT,
    next_at BIGINT,
    attempts SMALLINT DEFAULT '0' NOT NULL,
    owner TEXT,
    leased_until BIGINT,
    fetched_at BIGINT,
    changed_at BIGINT,
    status SMALLINT,
    final TEXT,
    etag TEXT,
    last_modified TEXT,
    content_hash BYTEA,
    file BIGINT,
    record_at BIGINT,
    article BIGINT,
    pause INTEGER,
    PRIMARY KEY (id),
    UNIQUE (outlet, address),
    FOREIGN KEY(file) REFERENCES files (id)
);

CREATE INDEX addresses_due ON addresses (outlet, turn, found_in DESC, id) WHERE next_at IS NOT NULL;

CREATE INDEX addresses_final ON addresses (outlet, final) WHERE final IS NOT NULL;

CREATE INDEX addresses_lists ON addresses (outlet, origin) WHERE turn = 0;

CREATE INDEX addresses_owner ON addresses (owner) WHERE owner IS NOT NULL;

CREATE INDEX addresses_stem ON addresses (outlet, stem) WHERE stem IS NOT NULL;

CREATE INDEX addresses_waits_for ON addresses (waits_for) WHERE waits_for IS NOT NULL;

CREATE TABLE versions (
    article BIGINT NOT NULL,
    version INTEGER NOT NULL,
    body_hash BYTEA NOT NULL,
    stored_at BIGINT NOT NULL,
    file BIGINT NOT NULL,
    line_at BIGINT NOT NULL,
    line_size INTEGER NOT NULL,
    PRIMARY KEY (article, version),
    FOREIGN KEY(article) REFERENCES articles (id),
    FOREIGN KEY(file) REFERENCES files (id)
);

CREATE TABLE duplicates_articles (
    id BIGSERIAL NOT NULL,
    story BIGINT NOT NULL,
    copy_of BIGINT,
    address BIGINT NOT NULL,
    body BIGINT NOT NULL,
    length INTEGER NOT NULL,
    day INTEGER NOT NULL,
    url VARCHAR NOT NULL,
    outlet VARCHAR,
    source VARCHAR,
    dateline VARCHAR,
    published BIGINT,
    PRIMARY KEY (id)
);

CREATE UNIQUE INDEX duplicates_articles_address ON duplicates_articles (address);

CREATE INDEX duplicates_articles_body ON duplicates_articles (body);

CREATE INDEX duplicates_articles_story ON duplicates_articles (story, length);

CREATE TABLE duplicates_keys (
    key BIGINT NOT NULL,
    article BIGINT NOT NULL,
    PRIMARY KEY (key, article)
);

CREATE TABLE duplicates_paragraphs (
    key BIGINT NOT NULL,
    story BIGINT NOT NULL,
    judged SMALLINT NOT NULL,
    PRIMARY KEY (key, story)
);

CREATE TABLE duplicates_state (
    id SERIAL NOT NULL,
    judged BIGINT NOT NULL,
    unkeyed BIGINT DEFAULT '0' NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE duplicates_texts (
    id BIGSERIAL NOT NULL,
    judged INTEGER NOT NULL,
    day INTEGER NOT NULL,
    others SMALLINT NOT NULL,
    keys BYTEA NOT NULL,
    text BYTEA NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX duplicates_texts_judged ON duplicates_texts (judged);

INSERT INTO schema_version (version) VALUES (4);
INSERT INTO runs (id, outlet, owner, began_at, ended_at, known, stored) VALUES (1, 'jia', 'a:1:2', 1793510000000, 1793510900000, 0, 1);
INSERT INTO files (id, folder, name, known, closed) VALUES (1, 'f0', 'archive/2026-10-31-00.warc.gz', 900, false);
INSERT INTO files (id, folder, name, known, closed) VALUES (2, 'f0', 'articles/2026-10-31.jsonl', 700, false);
INSERT INTO addresses (id, outlet, address, kind, turn, state, origin, depth, found_in, listed_in, next_at, attempts, fetched_at, status, etag, file, record_at, pause) VALUES (1, 'jia', 'http://www.jia.example/', 'hub', 0, 'read', NULL, 0, 1, 1, 1793511620000, 0, 1793510000000, 200, '"a1"', 1, 300, 1800);
INSERT INTO addresses (id, outlet, address, kind, turn, state, origin, depth, found_in, listed_in, next_at, attempts, fetched_at, status, file, record_at, article) VALUES (2, 'jia', 'http://www.jia.example/1.html', 'article', 1, 'stored', 1, 1, 1, 1, NULL, 0, 1793510001000, 200, 1, 600, 1);
INSERT INTO addresses (id, outlet, address, kind, turn, state, reason, origin, depth, found_in, listed_in, stem, next_at, attempts) VALUES (3, 'jia', 'http://www.jia.example/2.html', 'article', 1, 'new', 'timed out', 1, 1, 1, 1, 42, 1793513600000, 1);
INSERT INTO articles (id, outlet, canonical_url, address, version, body_hash) VALUES (1, 'jia', 'http://www.jia.example/1.html', 'http://www.jia.example/1.html', 1, decode('00112233445566778899aabbccddeeff', 'hex'));
INSERT INTO versions (article, version, body_hash, stored_at, file, line_at, line_size) VALUES (1, 1, decode('00112233445566778899aabbccddeeff', 'hex'), 1793510001000, 2, 0, 700);
UPDATE files SET judged = 700 WHERE id = 2;
INSERT INTO duplicates_state (id, judged) VALUES (1, 1);
INSERT INTO duplicates_articles (id, story, copy_of, address, body, length, day, url, outlet, source, dateline, published) VALUES (1, 1, NULL, 8, 9, 120, 20757, 'http://www.jia.example/1.html', 'jia', NULL, NULL, NULL);
SELECT setval(pg_get_serial_sequence('runs', 'id'), 9);
SELECT setval(pg_get_serial_sequence('files', 'id'), 9);
SELECT setval(pg_get_serial_sequence('addresses', 'id'), 9);
SELECT setval(pg_get_serial_sequence('articles', 'id'), 9);
