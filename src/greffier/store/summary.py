"""Summaries of the facts: made with them, kept right by each review, read by the pages.

`summarise` makes all of them anew; `summarise_links` only what some events have a part in. Both give the same rows. The
cost is linear in the number of facts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from greffier.store.record import Record

# The telling that speaks for an event: one of what happened before one of what did not, a dated one before one without
# a date, then the most certain.
_RANK = """
    UPDATE facts SET rank = ranked.rank FROM (
        SELECT event_id, row_number() OVER (
            PARTITION BY link_id ORDER BY modality IN ('negated', 'hypothetical'), "when" IS NULL, confidence DESC, event_id) AS rank
        FROM {facts} f
    ) AS ranked WHERE facts.event_id = ranked.event_id AND facts.rank IS DISTINCT FROM ranked.rank
"""
# Actors against recipients; where nobody is acted on, the actors among each other.
_PAIR_TELLINGS = """
    WITH one AS (SELECT event_id, actors, recipients, len(recipients) > 0 AS sided, unnest(actors) AS x FROM {facts} f),
    both_ AS (SELECT event_id, sided, x, unnest(CASE WHEN sided THEN recipients ELSE actors END) AS y FROM one),
    paired AS (
        SELECT least(x, y) AS a, greatest(x, y) AS b, event_id, bool_or(sided AND x <= y) AS forth, bool_or(sided AND x >= y) AS back
        FROM both_ WHERE sided OR x <= y GROUP BY ALL
    )
    SELECT a, b, forth, back, event_id, link_id, rank, article_id, source_id, type, quad, modality, claimant, confidence, place_id,
           f.first_day, f.last_day, p.first_day, p.last_day
    FROM paired JOIN {facts} f USING (event_id) JOIN articles p USING (article_id) ORDER BY a, b, link_id, rank
"""
_PAIR_EVENTS = """
    WITH happened AS (
        SELECT a, b, link_id, bool_or(forth) AS forth, bool_or(back) AS back, bool_or(modality = 'asserted') AS asserted
        FROM pair_tellings WHERE modality NOT IN ('negated', 'hypothetical') AND link_id IN (SELECT link_id FROM {facts} f) GROUP BY ALL
    ), best AS (SELECT * FROM {facts} f WHERE rank = 1),
    dated AS (SELECT event_id, list(day ORDER BY day) AS days FROM fact_days WHERE event_id IN (SELECT event_id FROM best) GROUP BY event_id)
    SELECT a, b, forth, back, asserted, link_id, event_id, type, quad, goldstein, modality, first_day, last_day, coalesce(days, [])
    FROM happened JOIN best USING (link_id) LEFT JOIN dated USING (event_id) ORDER BY a, b, link_id
"""
_ACTOR_TELLINGS = """
    SELECT name, country, bool_or(role = 'actor'), bool_or(role = 'recipient'), event_id, link_id, rank, confidence, last_day
    FROM {facts} f JOIN (SELECT a.name, a.country, s.role, s.event_id FROM event_sides s JOIN actors a USING (actor_id)) USING (event_id)
    GROUP BY name, country, event_id, link_id, rank, confidence, last_day ORDER BY name, country, link_id, rank
"""
_OF_FACTS = {"pair_tellings": _PAIR_TELLINGS, "pair_events": _PAIR_EVENTS, "actor_tellings": _ACTOR_TELLINGS}
_ACTOR_QUOTES = """
    INSERT INTO actor_quotes
    WITH said AS (
        SELECT quote_id, article_id, actor_id AS speaker, (spans->'content'->0->>'start')::INTEGER AS first,
               (spans->'content'->-1->>'end')::INTEGER AS last
        FROM quotes
    ), named AS (
        SELECT quote_id, speaker AS actor_id, true AS says FROM said WHERE speaker IS NOT NULL
        UNION ALL SELECT quote_id, actor_id, false FROM said JOIN mentions USING (article_id) WHERE start_offset >= first AND end_offset <= last
    )
    SELECT a.name, a.country, quote_id, bool_or(says), any_value(p.last_day)
    FROM named JOIN actors a USING (actor_id) JOIN articles p USING (article_id) GROUP BY a.name, a.country, quote_id ORDER BY ALL
"""
_ACTOR_FORMS = """
    INSERT INTO actor_forms SELECT name, country, text, count(*) FROM mentions JOIN actors USING (actor_id) GROUP BY ALL ORDER BY ALL
"""
_ACTOR_COUNTS = """
    WITH who AS (
        SELECT name, country, arg_min(coalesce(sectors, []), actor_id) AS sectors, bool_or(known) AS known, min(wikidata) AS wikidata,
               count(DISTINCT article_id) AS articles
        FROM actors GROUP BY name, country
    ), said AS (
        SELECT name, country, count(*) AS says FROM actor_quotes WHERE says GROUP BY ALL
    )
    INSERT INTO actor_counts
    SELECT w.name, w.country, sectors, known, wikidata, articles, 0, 0, coalesce(says, 0)
    FROM who w LEFT JOIN said s ON s.name = w.name AND s.country IS NOT DISTINCT FROM w.country ORDER BY w.name, w.country
"""
_ACTS = """
    UPDATE actor_counts SET acts = done.acts, suffers = done.suffers FROM (
        SELECT name, country, count(DISTINCT link_id) FILTER (acts) AS acts, count(DISTINCT link_id) FILTER (suffers) AS suffers
        FROM actor_tellings WHERE {which} GROUP BY name, country
    ) AS done WHERE done.name = actor_counts.name AND done.country IS NOT DISTINCT FROM actor_counts.country
"""
_PLACE_COUNTS = """
    INSERT INTO place_counts
    SELECT name, country, arg_min(lat, place_id), arg_min(lon, place_id), count(DISTINCT link_id), count(DISTINCT link_id) FILTER (quad >= 3)
    FROM facts JOIN places USING (place_id) WHERE lat IS NOT NULL AND lon IS NOT NULL AND {which} GROUP BY name, country ORDER BY name, country
"""
_ARTICLE_DAYS = """
    INSERT INTO article_days
    SELECT day, spread, count(*) FROM (
        SELECT unnest(generate_series(first_day, last_day, INTERVAL 1 DAY))::DATE AS day, date_diff('day', first_day, last_day) + 1 AS spread
        FROM articles WHERE first_day IS NOT NULL AND date_diff('day', first_day, last_day) BETWEEN 0 AND 366
    ) GROUP BY ALL ORDER BY ALL
"""


_OF_READINGS = {
    "actor_quotes": _ACTOR_QUOTES, "actor_forms": _ACTOR_FORMS, "actor_counts": _ACTOR_COUNTS, "place_counts": _PLACE_COUNTS,
    "article_days": _ARTICLE_DAYS,
}  # fmt: skip


def summarise(record: Record) -> None:
    """Make all summaries anew, from the facts as they stand."""
    run = record.connection.execute
    run(_RANK.format(facts="facts"))
    for table, sql in _OF_FACTS.items():
        run(f"DELETE FROM {table}")
        run(f"INSERT INTO {table} {sql.format(facts='facts')}")
    for table, sql in _OF_READINGS.items():
        run(f"DELETE FROM {table}")
        run(sql.format(which="true"))
    run(_ACTS.format(which="true"))


def summarise_links(record: Record, links: Iterable[str]) -> None:
    """Make anew what these events (link ids, also such as are gone) have a part in, after a change of their facts."""
    run = record.connection.execute
    run("CREATE OR REPLACE TEMP TABLE touched AS SELECT DISTINCT unnest(?::VARCHAR[]) AS link_id", [list(links)])
    some = "(SELECT * FROM facts WHERE link_id IN (SELECT link_id FROM touched))"
    run(_RANK.format(facts=some))
    for table, sql in _OF_FACTS.items():
        run(f"DELETE FROM {table} WHERE link_id IN (SELECT link_id FROM touched)")
        run(f"INSERT INTO {table} {sql.format(facts=some)}")
    events = "(SELECT event_id FROM event_links WHERE link_id IN (SELECT link_id FROM touched))"
    run("CREATE OR REPLACE TEMP TABLE touched_actors AS SELECT DISTINCT name, coalesce(country, '') AS country FROM actors "
        f"WHERE actor_id IN (SELECT actor_id FROM event_sides WHERE event_id IN {events})")  # fmt: skip
    run("CREATE OR REPLACE TEMP TABLE touched_places AS SELECT DISTINCT name, coalesce(country, '') AS country FROM places "
        f"WHERE place_id IN (SELECT place_id FROM events WHERE event_id IN {events})")  # fmt: skip
    actors, places = (f"(name, coalesce(country, '')) IN (SELECT (name, country) FROM touched_{kind})" for kind in ("actors", "places"))
    run(f"UPDATE actor_counts SET acts = 0, suffers = 0 WHERE {actors}")
    run(_ACTS.format(which=actors))
    run(f"DELETE FROM place_counts WHERE {places}")
    run(_PLACE_COUNTS.format(which=places))
