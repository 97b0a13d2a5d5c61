"""From the record to what pages hold. Plain functions: a reader and filters in, records of `views` out."""

from __future__ import annotations

from typing import Any

from greffier.analyse.actors import active_actors
from greffier.analyse.claims import claims
from greffier.analyse.hits import describe
from greffier.analyse.overview import overview
from greffier.analyse.pairs import country_pairs
from greffier.analyse.tension import escalation, pair_condition, series, tone, turning_points
from greffier.serve import views
from greffier.serve.snapshot import Reader
from greffier.serve.views import EventLine, Filters
from greffier.store.search import Filters as SearchFilters
from greffier.store.search import search

PAGE = 50
Parameters = list[Any] | dict[str, Any]
_CONTEXT = 110
_EVENTS = """
    WITH wanted AS (SELECT * FROM facts f WHERE {where}),
    told AS (
        SELECT link_id, count(DISTINCT article_id) AS articles, count(DISTINCT source_id) AS sources
        FROM facts WHERE link_id IN (SELECT link_id FROM wanted) GROUP BY link_id
    ), best AS (
        SELECT * FROM wanted QUALIFY row_number() OVER (PARTITION BY link_id ORDER BY confidence DESC, event_id) = 1
    ), page AS (SELECT * FROM best b ORDER BY {order} LIMIT {limit} OFFSET {offset})
    SELECT b.link_id, b."when", b.type, b.quad, b.actors, b.recipients, b.modality, b.claimant, p.name, b.confidence, b.review,
           t.articles, t.sources, e.sentence, e.trigger_start - e.sentence_start, e.trigger_end - e.sentence_start
    FROM page b JOIN told t USING (link_id) JOIN events e USING (event_id) LEFT JOIN places p ON p.place_id = b.place_id
    ORDER BY {order}
"""
NEWEST = "b.last_day DESC NULLS LAST, b.confidence DESC, b.link_id"
LEAST_CERTAIN = "b.confidence, b.link_id"


def condition(filters: Filters) -> tuple[str, dict[str, Any]]:
    """SQL on `facts f`, with named parameters, that holds for what is on screen."""
    parts: list[str] = ["true"]
    values: dict[str, Any] = {}

    def add(sql: str, **named: Any) -> None:
        parts.append(sql)
        values.update(named)

    if filters.a and filters.b:
        add(pair_condition(False).replace("$1", "$a").replace("$2", "$b"), a=filters.a, b=filters.b)
    elif filters.a or filters.b:
        add("(list_contains(f.actors, $a) OR list_contains(f.recipients, $a))", a=filters.a or filters.b)
    if filters.type:
        add("f.type = $type", type=filters.type)
    if filters.modality:
        add("f.modality = $modality", modality=filters.modality)
    if filters.place:
        add("f.place_id IN (SELECT place_id FROM places WHERE name = $place)", place=filters.place)
    if filters.speaker:
        add("f.claimant = $speaker", speaker=filters.speaker)
    if filters.first:
        add("f.last_day >= $first", first=filters.first)
    if filters.last:
        add("f.first_day <= $last", last=filters.last)
    return " AND ".join(parts), values


def event_lines(
    reader: Reader, where: str, values: Parameters, *, order: str = NEWEST, limit: int = PAGE, offset: int = 0
) -> list[EventLine]:
    """Events in lines, each once."""
    sql = _EVENTS.format(where=where, order=order, limit=int(limit), offset=int(offset))
    return [_line(row) for row in reader.rows(sql, values)]


def _line(row: tuple[Any, ...]) -> EventLine:
    *head, sentence, start, end = row
    return EventLine(*head, *context(sentence, start, end))


def context(sentence: str, start: int, end: int) -> tuple[str, str, str]:
    """The words before a trigger, the trigger, the words after; cut where there are many."""
    before, trigger, after = (" ".join(part.split()) for part in (sentence[:start], sentence[start:end], sentence[end:]))
    if len(before) > _CONTEXT:
        before = "…" + before[-_CONTEXT:]
    if len(after) > _CONTEXT:
        after = after[:_CONTEXT] + "…"
    return before, trigger, after


def overview_page(reader: Reader) -> views.OverviewPage:
    """What is in the record."""
    first, last = reader.rows("SELECT min(day), max(day) FROM fact_days")[0]
    pairs = [
        views.PairLine(*pair, spark=[(p.conflict, p.cooperation) for p in series(reader, pair.a, pair.b, step="week")[-40:]])
        for pair in country_pairs(reader, limit=12)
    ]
    spots = reader.rows(
        """
        SELECT p.name, p.country, any_value(p.lat), any_value(p.lon), count(DISTINCT f.link_id) AS n,
               count(DISTINCT f.link_id) FILTER (f.quad >= 3)
        FROM facts f JOIN places p USING (place_id) WHERE p.lat IS NOT NULL GROUP BY p.name, p.country ORDER BY n DESC, 1 LIMIT 150
        """
    )
    return views.OverviewPage(
        overview(reader), first, last, pairs, [views.SpotLine(*row) for row in spots], event_lines(reader, "true", [], limit=12)
    )


def pair_page(reader: Reader, a: str, b: str, filters: Filters, directed: bool, step: Any) -> views.PairPage:
    """Two countries over time."""
    points = series(reader, a, b, directed=directed, step=step, first=filters.first, last=filters.last)
    direction = tone(points)
    where, values = condition(filters)
    turns = [
        views.TurnLine(t.start, t.before, t.after, events_by_link(reader, t.links)) for t in turning_points(reader, a, b, points)
    ]
    undated = reader.one(f"SELECT count(DISTINCT link_id) FROM facts WHERE first_day IS NULL AND {pair_condition(directed)}", [a, b])
    return views.PairPage(
        a, b, directed, step, *direction,
        [views.PeriodLine(p.start, p.verbal_cooperation, p.material_cooperation, p.verbal_conflict, p.material_conflict, p.score,
                          p.asserted, p.claimed, p.articles, p.sources, p.volume, p.share) for p in points],
        turns, [views.RungLine(r.name, r.first, r.link_id, r.events) for r in escalation(reader, a, b)],
        [views.ClaimLine(*claim) for claim in claims(reader, (a, b), limit=20)],
        event_lines(reader, where, values), int(undated),
    )  # fmt: skip


def events_by_link(reader: Reader, links: list[str]) -> list[EventLine]:
    """These events, in the order given."""
    found = {e.link_id: e for e in event_lines(reader, "f.link_id IN (SELECT unnest($1))", [links])} if links else {}
    return [found[link] for link in links if link in found]


def events_page(reader: Reader, filters: Filters, offset: int) -> views.EventsPage:
    """Events under filters."""
    where, values = condition(filters)
    total = reader.one(f"SELECT count(DISTINCT link_id) FROM facts f WHERE {where}", values)
    return views.EventsPage(int(total), event_lines(reader, where, values, offset=offset))


def event_page(reader: Reader, link: str) -> views.EventPage | None:
    """One event with its tellings; None when there is no such event."""
    lines = event_lines(reader, "f.link_id = $1", [link])
    if not lines:
        found = reader.one("SELECT link_id FROM facts WHERE event_id = ?", [link])
        return event_page(reader, found) if found and found != link else None
    tellings = [_telling(row) for row in reader.rows(_TELLINGS, [link])]
    reviews = [views.ReviewLine(*row) for row in reader.rows(
        "SELECT moment, who, action, field, value, reason FROM reviews WHERE id IN "
        "(SELECT event_id FROM event_links WHERE link_id = ?) ORDER BY seq", [link])]  # fmt: skip
    claimed = sorted({t.claimant for t in tellings if t.claimant and t.modality != "negated"})
    denied = sorted({t.claimant for t in tellings if t.claimant and t.modality == "negated"})
    return views.EventPage(link, lines[0], claimed, denied, tellings, reviews)


_TELLINGS = """
    SELECT f.event_id, f.article_id, coalesce(a.title, a.name, a.origin), a.source, a.published, a.language, f.type, f.mode, e.cameo,
           f.modality, f.claimant, f."when", e."when", n.because, f.actors, f.recipients, p.name, f.confidence, f.review,
           e.sentence, e.trigger_start - e.sentence_start, e.trigger_end - e.sentence_start, e.why, l.why, e.magnitude, e.trigger_start
    FROM facts f JOIN events e USING (event_id) JOIN articles a ON a.article_id = f.article_id JOIN event_links l USING (event_id)
    LEFT JOIN places p ON p.place_id = f.place_id LEFT JOIN narrowings n ON n.kind = 'event' AND n.id = f.event_id
    WHERE f.link_id = ? ORDER BY a.first_day NULLS LAST, f.event_id
"""


def _telling(row: tuple[Any, ...]) -> views.TellingLine:
    import json

    *head, sentence, start, end, why, link_why, magnitude, offset = row
    return views.TellingLine(*head, *context(sentence, start, end), why or "", link_why, json.loads(magnitude or "[]"), offset)


def quotes_page(reader: Reader, filters: Filters, words: str, country: str | None, offset: int) -> views.QuotesPage:
    """Quotations by speaker, words, date."""
    parts, values = ["true"], []
    for sql, value in (
        ("strip_accents(lower(q.speaker)) LIKE '%' || strip_accents(lower(?)) || '%'", filters.speaker),
        ("strip_accents(lower(q.content)) LIKE '%' || strip_accents(lower(?)) || '%'", words.strip() or None),
        ("q.speaker_country = ?", country),
        ("a.last_day >= ?", filters.first),
        ("a.first_day <= ?", filters.last),
    ):
        if value is not None:
            parts.append(sql)
            values.append(value)
    where = " AND ".join(parts)
    total = reader.one(f"SELECT count(*) FROM quotes q JOIN articles a USING (article_id) WHERE {where}", values)
    return views.QuotesPage(int(total), quote_lines(reader, where, values, offset=offset))


def quote_lines(reader: Reader, where: str, values: Parameters, limit: int = PAGE, offset: int = 0) -> list[views.QuoteLine]:
    """Quotations in lines, the newest first."""
    rows = reader.rows(
        f"""
        SELECT quote_id, q.article_id, q.kind, content, speaker, speaker_country, coalesce(said, published), q.why,
               (spans->'content'->0->>'start')::INTEGER
        FROM quotes q JOIN articles a USING (article_id) WHERE {where}
        ORDER BY a.last_day DESC NULLS LAST, quote_id LIMIT {int(limit)} OFFSET {int(offset)}
        """,
        values,
    )
    return [views.QuoteLine(*row) for row in rows]


def search_page(reader: Reader, words: str, kind: str | None, filters: Filters, language: str | None, offset: int) -> views.SearchPage:
    """What a search finds."""
    pair = (filters.a, filters.b) if filters.a and filters.b else None
    wanted = SearchFilters(
        kind, None if pair else filters.a, pair, filters.type, filters.modality, filters.place, filters.speaker, language,
        filters.first, filters.last,
    )  # fmt: skip
    total, hits = search(reader.path, words, wanted, PAGE, offset)
    return views.SearchPage(total, [views.HitLine(*line) for line in describe(reader, hits)])


def review_page(reader: Reader, filters: Filters, offset: int) -> views.ReviewPage:
    """The events that nobody has looked at, the least certain first."""
    where, values = condition(filters)
    waiting = reader.one(f"SELECT count(DISTINCT link_id) FROM facts f WHERE review IS NULL AND {where}", values)
    done = reader.one("SELECT count(DISTINCT id) FROM reviews")
    problems = [row[0] for row in reader.rows("SELECT problem FROM conflicts ORDER BY seq")]
    queue = event_lines(reader, f"f.review IS NULL AND {where}", values, order=LEAST_CERTAIN, limit=25, offset=offset)
    return views.ReviewPage(int(waiting), int(done), problems, queue)


def actor_page(reader: Reader, name: str, country: str | None) -> views.ActorPage | None:
    """An actor over all articles; None when no article names it."""
    rows = reader.rows(
        "SELECT country, any_value(sectors), bool_or(known), any_value(wikidata), count(DISTINCT article_id) FROM actors "
        "WHERE name = $1 AND ($2::VARCHAR IS NULL OR country = $2) GROUP BY country ORDER BY 5 DESC LIMIT 1",
        [name, country],
    )
    if not rows:
        return None
    country, sectors, known, wikidata, articles = rows[0]
    ids = "SELECT actor_id FROM actors WHERE name = $1 AND country IS NOT DISTINCT FROM $2"
    forms = [row[0] for row in reader.rows(
        f"SELECT text FROM mentions WHERE actor_id IN ({ids}) GROUP BY text ORDER BY count(*) DESC, text LIMIT 20", [name, country])]  # fmt: skip
    acts = event_lines(reader, f"f.event_id IN (SELECT event_id FROM event_sides WHERE actor_id IN ({ids}))", [name, country])
    said = quote_lines(reader, f"q.actor_id IN ({ids})", [name, country], 25)
    about = quote_lines(
        reader, f"(q.actor_id IS NULL OR q.actor_id NOT IN ({ids})) AND EXISTS (SELECT 1 FROM mentions m WHERE m.actor_id IN ({ids}) "
        "AND m.article_id = q.article_id AND m.start_offset >= (q.spans->'content'->0->>'start')::INTEGER "
        "AND m.end_offset <= (q.spans->'content'->-1->>'end')::INTEGER)", [name, country], 25,
    )  # fmt: skip
    return views.ActorPage(name, country, sectors or [], known, wikidata, offices(name), articles, forms, acts, said, about)


def offices(name: str) -> list[views.OfficeLine]:
    """The offices that the tables know of a person, by date."""
    from greffier.resolve.knowledge import knowledge

    terms = [term for entity in knowledge().find(name) if entity.name == name for term in entity.terms]
    return [views.OfficeLine(t.office, t.country, t.start, t.end, t.table) for t in sorted(terms, key=lambda t: t.start)]


def actors_list(reader: Reader, country: str | None) -> list[dict[str, Any]]:
    """The most active actors."""
    return [actor._asdict() for actor in active_actors(reader, PAGE, country)]


def about_page(reader: Reader, record: str) -> views.AboutPage:
    """Versions, readers, tables."""
    from importlib.metadata import version

    readers = dict(reader.rows("SELECT reader, count(*) FROM articles GROUP BY 1 ORDER BY 2 DESC"))
    names = [row[0] for row in reader.rows("SELECT table_name FROM information_schema.tables ORDER BY 1")]
    tables = {name: int(reader.one(f'SELECT count(*) FROM "{name}"')) for name in names}
    schema = int(reader.one("SELECT value FROM meta WHERE key = 'schema'"))
    return views.AboutPage(version("greffier"), schema, readers, tables, record, reader.version)
