-- Summaries: what pages ask for again and again, counted once after each build and not at each request.
-- They follow from the other tables and from nothing else (store/summary.py), and hold whole numbers only: a sum of
-- shares would depend on the order in which it was added up.
ALTER TABLE facts ADD COLUMN rank INTEGER;   -- 1: the telling that speaks for its event; then the next best
CREATE TABLE pair_tellings (                 -- a fact for each pair of countries in it, a before b in the alphabet
    a VARCHAR NOT NULL, b VARCHAR NOT NULL,
    forth BOOLEAN NOT NULL, back BOOLEAN NOT NULL,   -- a acts on b; b acts on a; neither: an act of both
    event_id VARCHAR NOT NULL, link_id VARCHAR NOT NULL, rank INTEGER NOT NULL, article_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL,
    type VARCHAR NOT NULL, quad TINYINT NOT NULL, modality VARCHAR NOT NULL, claimant VARCHAR, confidence DOUBLE NOT NULL, place_id VARCHAR, first_day DATE, last_day DATE,
    published_first DATE, published_last DATE        -- of the article
);
CREATE TABLE pair_events (                   -- an event that happened or is said to, for each pair of countries in it
    a VARCHAR NOT NULL, b VARCHAR NOT NULL, forth BOOLEAN NOT NULL, back BOOLEAN NOT NULL, asserted BOOLEAN NOT NULL, -- by any telling of the pair
    link_id VARCHAR NOT NULL, event_id VARCHAR NOT NULL,                           -- and the telling of rank 1
    type VARCHAR NOT NULL, quad TINYINT NOT NULL, goldstein DOUBLE NOT NULL, modality VARCHAR NOT NULL,
    first_day DATE, last_day DATE, days DATE[] NOT NULL                            -- candidate days, each with an equal share
);
CREATE TABLE actor_tellings (                -- a fact for each actor in it
    name VARCHAR NOT NULL, country VARCHAR, acts BOOLEAN NOT NULL, suffers BOOLEAN NOT NULL,
    event_id VARCHAR NOT NULL, link_id VARCHAR NOT NULL, rank INTEGER NOT NULL, confidence DOUBLE NOT NULL, last_day DATE
);
CREATE TABLE actor_quotes (                  -- a quotation for each actor who says it, or is named in it by somebody else
    name VARCHAR NOT NULL, country VARCHAR, quote_id VARCHAR NOT NULL, says BOOLEAN NOT NULL, last_day DATE -- of the article
);
CREATE TABLE actor_forms (                   -- the words that stand for an actor, pronouns too
    name VARCHAR NOT NULL, country VARCHAR, text VARCHAR NOT NULL, mentions BIGINT NOT NULL
);
CREATE TABLE actor_counts (                  -- an actor over all articles: events done and suffered, quotations
    name VARCHAR NOT NULL, country VARCHAR, sectors VARCHAR[] NOT NULL, known BOOLEAN NOT NULL, wikidata VARCHAR,
    articles BIGINT NOT NULL, acts BIGINT NOT NULL, suffers BIGINT NOT NULL, says BIGINT NOT NULL
);
CREATE TABLE place_counts (                  -- a place with the events there
    name VARCHAR NOT NULL, country VARCHAR, lat DOUBLE NOT NULL, lon DOUBLE NOT NULL, events BIGINT NOT NULL, conflict BIGINT NOT NULL
);
CREATE TABLE article_days (                  -- articles that can be of a day, by the number of days that each can be of
    day DATE NOT NULL, spread INTEGER NOT NULL, articles BIGINT NOT NULL, PRIMARY KEY (day, spread)
);
