-- What is derived from all readings together, and what people said of them.
-- The derived tables are made anew after each build: they follow from the tables of 0001 and from `reviews`, and from
-- nothing else, so that an article that leaves takes with it what it had narrowed or linked.
CREATE TABLE signatures (article_id VARCHAR PRIMARY KEY, hashes UINTEGER[] NOT NULL);   -- MinHash of the words
CREATE TABLE copies (article_id VARCHAR PRIMARY KEY, first_id VARCHAR NOT NULL, similarity DOUBLE NOT NULL);  -- near copies: which text came first
CREATE TABLE event_links (event_id VARCHAR PRIMARY KEY, link_id VARCHAR NOT NULL, score DOUBLE NOT NULL, why VARCHAR);
CREATE TABLE narrowings (                -- a date that other articles settled
    article_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, id VARCHAR NOT NULL,      -- kind: event or time
    was VARCHAR NOT NULL, now VARCHAR NOT NULL, because VARCHAR NOT NULL,         -- because: the event_id that settled it
    PRIMARY KEY (kind, id)
);
CREATE TABLE facts (                     -- every event as it stands now: linked, narrowed, reviewed
    event_id VARCHAR PRIMARY KEY, link_id VARCHAR NOT NULL, article_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL,
    type VARCHAR NOT NULL, mode VARCHAR, quad TINYINT NOT NULL, goldstein DOUBLE NOT NULL,
    "when" VARCHAR, first_day DATE, last_day DATE, modality VARCHAR NOT NULL, claimant VARCHAR, place_id VARCHAR,
    actors VARCHAR[] NOT NULL, recipients VARCHAR[] NOT NULL,     -- countries
    confidence DOUBLE NOT NULL, review VARCHAR                    -- accepted, corrected, or NULL where nobody looked
);
CREATE TABLE fact_days (event_id VARCHAR NOT NULL, day DATE NOT NULL, share DOUBLE NOT NULL);  -- candidate days, shares sum to 1
CREATE TABLE reviews (                   -- append-only; `seq` is the order of replay
    seq BIGINT PRIMARY KEY, moment VARCHAR NOT NULL, who VARCHAR NOT NULL, action VARCHAR NOT NULL,
    kind VARCHAR NOT NULL, id VARCHAR NOT NULL, article_id VARCHAR, start_offset INTEGER, end_offset INTEGER,
    field VARCHAR, value VARCHAR, reason VARCHAR NOT NULL
);
CREATE TABLE conflicts (seq BIGINT PRIMARY KEY, problem VARCHAR NOT NULL);      -- reviews that no longer find their row
