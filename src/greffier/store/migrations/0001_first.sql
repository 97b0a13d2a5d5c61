-- The record as it first was. One row a thing; ids are hashes of content, so they are the same on every machine.
CREATE TABLE articles (
    article_id VARCHAR PRIMARY KEY,      -- hash of text, language, published, title, source
    name VARCHAR,                        -- the id the article came with
    language VARCHAR NOT NULL,
    published VARCHAR,                   -- EDTF
    first_day DATE, last_day DATE,       -- the days `published` allows, NULL where open
    title VARCHAR, source VARCHAR, url VARCHAR,
    origin VARCHAR,                      -- file (and line) it was read from
    text VARCHAR NOT NULL,
    reader VARCHAR NOT NULL,             -- version, models and lexicon that read it
    warnings VARCHAR[]
);
CREATE TABLE times (
    time_id VARCHAR PRIMARY KEY, article_id VARCHAR NOT NULL, local_id VARCHAR NOT NULL,
    start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, text VARCHAR NOT NULL,
    edtf VARCHAR, type VARCHAR, value VARCHAR, part VARCHAR, clock VARCHAR, why VARCHAR
);
CREATE TABLE joint_readings (
    article_id VARCHAR NOT NULL, number INTEGER NOT NULL, local_id VARCHAR NOT NULL, edtf VARCHAR NOT NULL
);
CREATE TABLE places (
    place_id VARCHAR PRIMARY KEY, article_id VARCHAR NOT NULL, local_id VARCHAR NOT NULL,
    start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, text VARCHAR NOT NULL,
    name VARCHAR NOT NULL, kind VARCHAR NOT NULL, country VARCHAR, geonames BIGINT, lat DOUBLE, lon DOUBLE, why VARCHAR
);
CREATE TABLE actors (
    actor_id VARCHAR PRIMARY KEY, article_id VARCHAR NOT NULL, local_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL, kind VARCHAR NOT NULL, country VARCHAR, sectors VARCHAR[], office VARCHAR,
    wikidata VARCHAR, known BOOLEAN NOT NULL, from_table VARCHAR
);
CREATE TABLE mentions (
    actor_id VARCHAR NOT NULL, article_id VARCHAR NOT NULL,
    start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, text VARCHAR NOT NULL, why VARCHAR
);
CREATE TABLE quotes (
    quote_id VARCHAR PRIMARY KEY, article_id VARCHAR NOT NULL, local_id VARCHAR NOT NULL, kind VARCHAR NOT NULL,
    content VARCHAR NOT NULL,            -- the words said, interruptions shown as …
    spans JSON NOT NULL,                 -- {content, verbatim, cue, source, to, occasion}
    speaker VARCHAR, speaker_country VARCHAR, actor_id VARCHAR, relay VARCHAR,
    said VARCHAR,                        -- EDTF
    inside VARCHAR, why VARCHAR
);
CREATE TABLE events (
    event_id VARCHAR PRIMARY KEY, article_id VARCHAR NOT NULL, local_id VARCHAR NOT NULL,
    type VARCHAR NOT NULL, mode VARCHAR, context VARCHAR[], cameo VARCHAR, quad TINYINT NOT NULL, goldstein DOUBLE NOT NULL,
    trigger_start INTEGER NOT NULL, trigger_end INTEGER NOT NULL, trigger_text VARCHAR NOT NULL,
    sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL, sentence VARCHAR NOT NULL,
    "when" VARCHAR, first_day DATE, last_day DATE,
    place_id VARCHAR, modality VARCHAR NOT NULL,
    claimed_by VARCHAR, claimant VARCHAR,          -- actor_id, and the name
    again JSON, magnitude JSON, confidence DOUBLE NOT NULL, why VARCHAR
);
CREATE TABLE event_sides (
    event_id VARCHAR NOT NULL, article_id VARCHAR NOT NULL,
    role VARCHAR NOT NULL, position INTEGER NOT NULL,   -- actor or recipient; its place in the list
    actor_id VARCHAR, name VARCHAR, country VARCHAR, sector VARCHAR,
    start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, text VARCHAR NOT NULL,
    PRIMARY KEY (event_id, role, position)
);
CREATE TABLE rejects (origin VARCHAR PRIMARY KEY, reason VARCHAR NOT NULL);
