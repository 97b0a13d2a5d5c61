"""From the record to what pages hold. Plain functions: a reader and filters in, records of `views` out."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any, NamedTuple

from greffier.analyse.actors import active_actors
from greffier.analyse.claims import claims
from greffier.analyse.hits import describe
from greffier.analyse.overview import overview
from greffier.analyse.pairs import DIRECTED, EITHER_WAY, Pair, country_pairs
from greffier.analyse.source import rows_of
from greffier.analyse.tension import escalation, series, tone, turning_points, undated
from greffier.serve import views
from greffier.serve.snapshot import Reader
from greffier.serve.views import EventLine, Filters
from greffier.store.search import Filters as SearchFilters
from greffier.store.search import search

PAGE = 50
Parameters = list[Any] | dict[str, Any]
_CONTEXT = 140
_SPARK = 40  # parts of the record's time in a small line
_SPACE = re.compile(r"\s+")
# Two steps keep this fast on a large record: narrow columns are grouped to choose one page of events, then the rest is
# fetched for these alone. Of the tellings that fit, that of the best rank speaks for the event.
_FITTING = """
    SELECT link_id, arg_min(event_id, rank) AS event_id, arg_min(confidence, rank) AS confidence, arg_min_null(last_day, rank) AS last_day
    FROM {table} f WHERE {where} GROUP BY link_id
"""
_ALL = "SELECT link_id, event_id, confidence, last_day FROM facts WHERE rank = 1"
_PAGE = """
    WITH fitting AS MATERIALIZED ({fitting})
    SELECT event_id, (SELECT count(*) FROM fitting) FROM fitting ORDER BY {order} LIMIT {limit} OFFSET {offset}
"""
_LINES = """
    SELECT f.event_id, f.link_id, f.event_id, f."when", f.type, f.quad, f.actors, f.recipients, f.modality, f.claimant,
           f.confidence, f.review, f.place_id, e.sentence, e.trigger_start - e.sentence_start, e.trigger_end - e.sentence_start
    FROM facts f JOIN events e USING (event_id) WHERE f.event_id IN ({ids}) AND e.event_id IN ({ids})
"""
_TOLD = "SELECT link_id, count(DISTINCT article_id), count(DISTINCT source_id) FROM facts WHERE link_id IN ({ids}) GROUP BY 1"
_NAMES = """
    SELECT event_id, list_sort(coalesce(list(DISTINCT coalesce(name, text)) FILTER (role = 'actor'), [])),
           list_sort(coalesce(list(DISTINCT coalesce(name, text)) FILTER (role = 'recipient'), []))
    FROM event_sides WHERE event_id IN ({ids}) GROUP BY event_id
"""
NEWEST = "last_day DESC NULLS LAST, confidence DESC, link_id"
LEAST_CERTAIN = "confidence, link_id"


class Some(NamedTuple):
    """Some events: a table with a row for each telling, known as `f`, and SQL that holds for those meant, with its values."""

    table: str
    where: str
    values: dict[str, Any]

    def and_(self, sql: str, **values: Any) -> Some:
        """Those of them for which this holds too."""
        return Some(self.table, f"({self.where}) AND {sql}", {**self.values, **values})


ALL = Some("facts", "true", {})


def chosen(filters: Filters, directed: bool = False) -> Some:
    """What is on screen. With `directed`, of a pair only what the first does to the second."""
    table = "facts"
    parts: list[str] = []
    values: dict[str, Any] = {}

    def add(sql: str, **named: Any) -> None:
        parts.append(sql)
        values.update(named)

    if filters.a and filters.b:
        table = "pair_tellings"
        add(DIRECTED if directed else EITHER_WAY, a=filters.a, b=filters.b)
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
    return Some(table, " AND ".join(parts), values) if parts else ALL


def event_lines(reader: Reader, some: Some, *, order: str = NEWEST, limit: int = PAGE, offset: int = 0) -> list[EventLine]:
    """Events in lines, each once."""
    return counted_lines(reader, some, order=order, limit=limit, offset=offset)[1]


def counted_lines(
    reader: Reader, some: Some, *, order: str = NEWEST, limit: int = PAGE, offset: int = 0
) -> tuple[int, list[EventLine]]:
    """How many events there are, and a page of them in lines, each once."""
    fitting = _ALL if some == ALL else _FITTING.format(table=some.table, where=some.where)
    page = reader.rows(_PAGE.format(fitting=fitting, order=order, limit=int(limit), offset=int(offset)), some.values)
    total = page[0][1] if page else reader.one(f"SELECT count(*) FROM ({fitting})", some.values) if offset else 0
    return int(total), lines_of(reader, [event for event, _ in page])


def lines_of(reader: Reader, events: list[str]) -> list[EventLine]:
    """These tellings in lines, in the order given."""
    rows = {row[0]: row[1:] for row in rows_of(reader, _LINES, events)}
    told = {link: counts for link, *counts in rows_of(reader, _TOLD, sorted({row[0] for row in rows.values()}))}
    names = {event: (who, whom) for event, who, whom in rows_of(reader, _NAMES, events)}
    places = dict(rows_of(reader, "SELECT place_id, name FROM places WHERE place_id IN ({ids})",
                                 sorted({row[11] for row in rows.values() if row[11]})))  # fmt: skip
    return [_line(rows[event], names.get(event, ([], [])), places, told) for event in events if event in rows]


def _line(row: tuple[Any, ...], names: tuple[list[str], list[str]], places: dict[str, str], told: dict[str, list[int]]) -> EventLine:
    *head, modality, claimant, confidence, review, place, sentence, start, end = row
    said = [modality, claimant, places.get(place), confidence, review]
    return EventLine(*[*head, *names, *said, *told[head[0]], *context(sentence, start, end)])


def context(sentence: str, start: int, end: int) -> tuple[str, str, str]:
    """The words before a trigger, the trigger, the words after; cut between words where there are many."""
    before, trigger, after = (_SPACE.sub(" ", part) for part in (sentence[:start], sentence[start:end], sentence[end:]))
    if len(before) > _CONTEXT:
        before = "…" + before[-_CONTEXT:].partition(" ")[2]
    if len(after) > _CONTEXT:
        after = after[:_CONTEXT].rpartition(" ")[0] + "…"
    return before.lstrip(), trigger, after.rstrip()


def overview_page(reader: Reader) -> views.OverviewPage:
    """What is in the record."""
    first, last = reader.rows("SELECT min(day), max(day) FROM fact_days")[0]
    pairs = country_pairs(reader, limit=12)
    drawn = sparks(reader, pairs, first, last)
    spots = reader.rows(
        "SELECT name, country, lat, lon, events, conflict FROM place_counts ORDER BY events DESC, name, country LIMIT 150"
    )
    return views.OverviewPage(
        overview(reader), first, last,
        [views.PairLine(*pair, spark=drawn.get((pair.a, pair.b), [])) for pair in pairs],
        [views.SpotLine(*row) for row in spots],
        [views.ActiveLine(*actor) for actor in active_actors(reader, 12)],
        event_lines(reader, ALL, limit=12),
    )  # fmt: skip


def sparks(reader: Reader, pairs: list[Pair], first: date | None, last: date | None) -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Conflict and cooperation of each pair in equal parts of the record's time, the same for all so that they compare."""
    if first is None or last is None:
        return {}
    width = max(7, -(-((last - first).days + 1) // _SPARK))
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for a, b, part, conflict, cooperation in reader.rows(
        f"""
        SELECT a, b, date_diff('day', $1::DATE, day) // {width} AS part,
               coalesce(sum(1 / spread) FILTER (quad >= 3), 0), coalesce(sum(1 / spread) FILTER (quad <= 2), 0)
        FROM (SELECT a, b, quad, len(days) AS spread, unnest(days) AS day FROM pair_events WHERE list_contains($2::VARCHAR[], a || b)) GROUP BY ALL
        """,
        [first, [pair.a + pair.b for pair in pairs]],
    ):
        parts = found.setdefault((a, b), [(0.0, 0.0)] * (((last - first).days // width) + 1))
        parts[part] = (conflict, cooperation)
    return found


def pair_page(reader: Reader, a: str, b: str, filters: Filters, directed: bool, step: Any) -> views.PairPage:
    """Two countries over time. Filters hold for all of the page; the steps of escalation keep all types."""
    same: dict[str, Any] = {"directed": directed, "first": filters.first, "last": filters.last, "type": filters.type, "modality": filters.modality}
    points = series(reader, a, b, step=step, **same)
    direction = tone(points)
    some = chosen(filters, directed)
    points_of_change = turning_points(reader, a, b, points)
    weighty = events_by_link(reader, [link for t in points_of_change for link in t.links], some)
    turns = [views.TurnLine(t.start, t.before, t.after, [weighty[x] for x in t.links if x in weighty]) for t in points_of_change]
    total, lines = counted_lines(reader, some)
    return views.PairPage(
        a, b, directed, step, *direction,
        [views.PeriodLine(p.start, p.verbal_cooperation, p.material_cooperation, p.verbal_conflict, p.material_conflict, p.score,
                          p.asserted, p.claimed, p.articles, p.sources, p.volume, p.share) for p in points],
        turns, [views.RungLine(r.name, r.first, r.link_id, r.events) for r in escalation(reader, a, b, filters.first, filters.last)],
        [views.ClaimLine(*claim) for claim in claims(reader, (a, b), 20, filters.first, filters.last)],
        total, lines, undated(reader, a, b, **same),
    )  # fmt: skip


def events_by_link(reader: Reader, links: list[str], some: Some) -> dict[str, EventLine]:
    """These events by their id, as far as they are among some."""
    if not links:
        return {}
    return {e.link_id: e for e in event_lines(reader, some.and_("f.link_id IN (SELECT unnest($links))", links=links), limit=len(links))}


def events_page(reader: Reader, filters: Filters, offset: int) -> views.EventsPage:
    """Events under filters."""
    return views.EventsPage(*counted_lines(reader, chosen(filters), offset=offset))


def event_page(reader: Reader, link: str) -> views.EventPage | None:
    """One event with its tellings; None when there is no such event."""
    lines = event_lines(reader, Some("facts", "f.link_id = $link", {"link": link}))
    if not lines:
        found = reader.one("SELECT link_id FROM facts WHERE event_id = ?", [link])
        return event_page(reader, found) if found and found != link else None
    tellings = tellings_of(reader, [row[0] for row in reader.rows("SELECT event_id FROM facts WHERE link_id = ?", [link])])
    reviews = [views.ReviewLine(*row) for row in reader.rows(
        "SELECT moment, who, action, field, value, reason FROM reviews WHERE id IN "
        "(SELECT event_id FROM event_links WHERE link_id = ?) ORDER BY seq", [link])]  # fmt: skip
    claimed = sorted({t.claimant for t in tellings if t.claimant and t.modality != "negated"})
    denied = sorted({t.claimant for t in tellings if t.claimant and t.modality == "negated"})
    agreement = dict(Counter(t.modality for t in tellings))
    return views.EventPage(link, lines[0], claimed, denied, agreement, tellings, reviews)


_TELLINGS = """
    SELECT f.event_id, f.article_id, coalesce(a.title, a.name, a.origin), a.source, a.published, a.language, f.type, f.mode, e.cameo,
           f.modality, f.claimant, f."when", e."when", f.actors, f.recipients, f.confidence, f.review, e.why, e.magnitude,
           e.trigger_start, f.place_id, e.sentence, e.trigger_start - e.sentence_start, e.trigger_end - e.sentence_start
    FROM facts f JOIN events e USING (event_id) JOIN articles a ON a.article_id = f.article_id
    WHERE f.event_id IN ({ids}) AND e.event_id IN ({ids}) ORDER BY a.first_day NULLS LAST, f.event_id
"""
_SETTLED = """
    SELECT n.id, n.because, coalesce(a.title, a.name, a.origin) FROM narrowings n LEFT JOIN events e ON e.event_id = n.because
    LEFT JOIN articles a ON a.article_id = e.article_id WHERE n.kind = 'event' AND n.id IN ({ids})
"""


def tellings_of(reader: Reader, events: list[str]) -> list[views.TellingLine]:
    """These tellings in full, the earliest article first."""
    import json

    names = {event: (who, whom) for event, who, whom in rows_of(reader, _NAMES, events)}
    settled = {event: (because, title) for event, because, title in rows_of(reader, _SETTLED, events)}
    linked = dict(rows_of(reader, "SELECT event_id, why FROM event_links WHERE event_id IN ({ids})", events))
    rows = rows_of(reader, _TELLINGS, events)
    places = dict(rows_of(reader, "SELECT place_id, name FROM places WHERE place_id IN ({ids})", [row[20] for row in rows if row[20]]))
    found = []
    for row in rows:
        *head, actors, recipients, confidence, review, why, magnitude, offset, place, sentence, start, end = row
        event = head[0]
        fields = [
            *head, *settled.get(event, (None, None)), actors, recipients, *names.get(event, ([], [])), places.get(place), confidence,
            review, *context(sentence, start, end), why or "", linked.get(event), json.loads(magnitude or "[]"), offset,
        ]  # fmt: skip
        found.append(views.TellingLine(*fields))
    return found


def quotes_page(reader: Reader, filters: Filters, words: str, country: str | None, offset: int) -> views.QuotesPage:
    """Quotations by speaker, words, date."""
    where, values = quote_condition(filters, words, country)
    total = reader.one(f"SELECT count(*) FROM quotes q JOIN articles a USING (article_id) WHERE {where}", values)
    return views.QuotesPage(int(total), quote_lines(reader, where, values, offset=offset))


def quote_condition(filters: Filters, words: str, country: str | None) -> tuple[str, list[Any]]:
    """SQL on `quotes q` and `articles a`, with its values, that holds for what is on screen."""
    parts: list[str] = ["true"]
    values: list[Any] = []
    for sql, value in (
        ("contains(strip_accents(lower(q.speaker)), strip_accents(lower(?)))", filters.speaker),
        ("contains(strip_accents(lower(q.content)), strip_accents(lower(?)))", words.strip() or None),
        ("q.speaker_country = upper(?)", country),
        ("a.last_day >= ?", filters.first),
        ("a.first_day <= ?", filters.last),
    ):
        if value is not None:
            parts.append(sql)
            values.append(value)
    return " AND ".join(parts), values


def quote_lines(reader: Reader, where: str, values: Parameters, limit: int = PAGE, offset: int = 0) -> list[views.QuoteLine]:
    """Quotations in lines, the newest first."""
    page = reader.rows(
        f"""SELECT quote_id FROM quotes q JOIN articles a USING (article_id) WHERE {where}
        ORDER BY a.last_day DESC NULLS LAST, quote_id LIMIT {int(limit)} OFFSET {int(offset)}""",
        values,
    )
    return quotes_of(reader, [row[0] for row in page])


def quotes_of(reader: Reader, quotes: list[str]) -> list[views.QuoteLine]:
    """These quotations in lines, in the order given."""
    rows = {row[0]: row for row in rows_of(reader,
        """SELECT quote_id, q.article_id, q.kind, content, speaker, speaker_country, coalesce(said, published), q.why,
               (spans->'content'->0->>'start')::INTEGER
        FROM quotes q JOIN articles a USING (article_id) WHERE quote_id IN ({ids})""", quotes)}  # fmt: skip
    return [views.QuoteLine(*rows[quote]) for quote in quotes if quote in rows]


def search_page(reader: Reader, words: str, kind: str | None, filters: Filters, language: str | None, offset: int) -> views.SearchPage:
    """What a search finds."""
    pair = (filters.a, filters.b) if filters.a and filters.b else None
    wanted = SearchFilters(
        kind, None if pair else filters.a, pair, filters.type, filters.modality, filters.place, filters.speaker, language,
        filters.first, filters.last,
    )  # fmt: skip
    total, hits = search(reader.path, words, wanted, PAGE, offset)
    lines = {(line.kind, line.id): line for line in describe(reader, hits)}
    events = {e.event_id: e for e in lines_of(reader, [h.id for h in hits if h.kind == "event"])}
    quotes = {q.quote_id: q for q in quotes_of(reader, [h.id for h in hits if h.kind == "quote"])}
    found = [
        views.HitLine(hit.kind, hit.id, hit.article_id, line.date, line.head, line.words, events.get(hit.id), quotes.get(hit.id))
        for hit in hits if (line := lines.get((hit.kind, hit.id)))
    ]  # fmt: skip
    return views.SearchPage(total, found)


def review_page(reader: Reader, filters: Filters, offset: int) -> views.ReviewPage:
    """The events that nobody has looked at, the least certain first."""
    some = chosen(filters)
    done = reader.one("SELECT count(DISTINCT id) FROM reviews")
    problems = [row[0] for row in reader.rows("SELECT problem FROM conflicts ORDER BY seq")]
    if reader.one("SELECT 1 FROM facts WHERE review IS NOT NULL LIMIT 1"):
        some = some.and_("f.link_id NOT IN (SELECT link_id FROM facts WHERE review IS NOT NULL)")
    waiting, queue = counted_lines(reader, some, order=LEAST_CERTAIN, limit=25, offset=offset)
    return views.ReviewPage(waiting, int(done), problems, queue)


def actor_page(reader: Reader, name: str, country: str | None) -> views.ActorPage | None:
    """An actor over all articles; None when no article names it."""
    rows = reader.rows(
        "SELECT country, sectors, known, wikidata, articles FROM actor_counts "
        "WHERE name = $1 AND ($2::VARCHAR IS NULL OR country = $2) ORDER BY articles DESC, country LIMIT 1",
        [name, country],
    )
    if not rows:
        return None
    country, sectors, known, wikidata, articles = rows[0]
    who = {"name": name, "country": country}
    recent = [row[0] for row in reader.rows(_RECENT, who)]
    forms = [row[0] for row in reader.rows(_FORMS, {"ids": recent})]
    acts = event_lines(reader, Some("actor_tellings", "name = $name AND country IS NOT DISTINCT FROM $country", who))
    said = quote_lines(reader, f"q.actor_id IN ({_OWN})", who, 25)
    about = quotes_of(reader, [row[0] for row in reader.rows(_ABOUT, {"ids": recent})])
    return views.ActorPage(name, country, sectors, known, wikidata, offices(name), articles, forms, acts, said, about)


_OWN = "SELECT actor_id FROM actors WHERE name = $name AND country IS NOT DISTINCT FROM $country"
# Forms of the name, and what others say, are taken from the newest thousand articles that name the actor.
_RECENT = """
    SELECT actor_id FROM actors JOIN articles a USING (article_id) WHERE actors.name = $name AND country IS NOT DISTINCT FROM $country
    ORDER BY a.last_day DESC NULLS LAST, actor_id LIMIT 1000
"""
# The words that name an actor: not those that only point to it (he, lui), which are found in small letters too.
_FORMS = """
    WITH forms AS (SELECT text, count(*) AS n FROM mentions WHERE actor_id IN (SELECT unnest($ids::VARCHAR[])) GROUP BY text)
    SELECT text FROM forms WHERE text <> lower(text) AND lower(text) NOT IN (SELECT text FROM forms) AND length(text) > 2
    ORDER BY n DESC, text LIMIT 12
"""
# The newest quotations of others in whose words a mention of the actor lies.
_ABOUT = """
    SELECT q.quote_id FROM mentions m JOIN quotes q USING (article_id) JOIN articles a USING (article_id)
    WHERE m.actor_id IN (SELECT unnest($ids::VARCHAR[])) AND (q.actor_id IS NULL OR q.actor_id NOT IN (SELECT unnest($ids::VARCHAR[])))
      AND m.start_offset >= (q.spans->'content'->0->>'start')::INTEGER AND m.end_offset <= (q.spans->'content'->-1->>'end')::INTEGER
    GROUP BY q.quote_id, a.last_day ORDER BY a.last_day DESC NULLS LAST, q.quote_id LIMIT 25
"""


def offices(name: str) -> list[views.OfficeLine]:
    """The offices that the tables know of a person, by date."""
    from greffier.resolve.knowledge import knowledge

    terms = [term for entity in knowledge().find(name) if entity.name == name for term in entity.terms]
    return [views.OfficeLine(t.office, t.country, t.start, t.end, t.table) for t in sorted(terms, key=lambda t: t.start)]


def about_page(reader: Reader, record: str) -> views.AboutPage:
    """Versions, readers, tables."""
    from importlib.metadata import version

    readers = dict(reader.rows("SELECT reader, count(*) FROM articles GROUP BY 1 ORDER BY 2 DESC"))
    names = [row[0] for row in reader.rows("SELECT table_name FROM information_schema.tables ORDER BY 1")]
    tables = {name: int(reader.one(f'SELECT count(*) FROM "{name}"')) for name in names}
    schema = int(reader.one("SELECT value FROM meta WHERE key = 'schema'"))
    return views.AboutPage(version("greffier"), schema, readers, tables, record, reader.version)
