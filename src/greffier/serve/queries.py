"""From the record to what pages hold. Plain functions: a reader and filters in, records of `views` out."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Any, NamedTuple

from greffier.analyse.actors import active_actors
from greffier.analyse.claims import claims
from greffier.analyse.hits import describe, event_head, quote_head
from greffier.analyse.overview import overview
from greffier.analyse.pairs import DIRECTED, EITHER_WAY, Pair, country_pairs
from greffier.analyse.source import rows_of
from greffier.analyse.tension import Point, escalation, series, tone, turning_points, undated
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
# fetched for these alone, table by table: a join would read a whole table where an index gives the rows at once. Of the
# tellings that fit, that of the best rank speaks for the event.
_FITTING = """
    SELECT link_id, arg_min(event_id, rank) AS event_id, arg_min(confidence, rank) AS confidence, arg_min_null(last_day, rank) AS last_day
    FROM {table} f WHERE {where} GROUP BY link_id
"""
_PAGE = """
    WITH fitting AS MATERIALIZED ({fitting})
    SELECT event_id, (SELECT count(*) FROM fitting) FROM fitting ORDER BY {order} LIMIT {limit} OFFSET {offset}
"""
_PAGE_OF_ALL = """
    SELECT event_id, (SELECT count(*) FROM facts WHERE rank = 1) FROM facts WHERE rank = 1 ORDER BY {order} LIMIT {limit} OFFSET {offset}
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
    total, events = _page(reader, some, order, limit, offset)
    return total, lines_of(reader, events)


def _page(reader: Reader, some: Some, order: str, limit: int, offset: int) -> tuple[int, list[str]]:
    sql = _PAGE_OF_ALL if some == ALL else _PAGE.replace("{fitting}", _FITTING.format(table=some.table, where=some.where))
    page = reader.rows(sql.format(order=order, limit=int(limit), offset=int(offset)), some.values)
    if not page and offset:
        return _page(reader, some, order, 1, 0)[0], []
    return (int(page[0][1]) if page else 0), [event for event, _ in page]


def lines_of(reader: Reader, events: list[str]) -> list[EventLine]:
    """These tellings in lines, in the order given."""
    rows = {row[0]: row[1:] for row in rows_of(reader, _LINES, events)}
    told = {link: counts for link, *counts in rows_of(reader, _TOLD, sorted({row[0] for row in rows.values()}))}
    names = {event: (who, whom) for event, who, whom in rows_of(reader, _NAMES, events)}
    places = _names_of_places(reader, {row[11] for row in rows.values()})
    return [_line(rows[event], names.get(event, ([], [])), places, told) for event in events if event in rows]


def _line(row: tuple[Any, ...], names: tuple[list[str], list[str]], places: dict[str | None, str], told: dict[str, list[int]]) -> EventLine:
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
    weighty = speaking_for(reader, some, [link for t in points_of_change for link in t.links])
    total, newest = _page(reader, some, NEWEST, PAGE, 0)
    lines = {line.event_id: line for line in lines_of(reader, list(dict.fromkeys([*newest, *weighty.values()])))}
    turns = [views.TurnLine(t.start, t.before, t.after, [lines[weighty[x]] for x in t.links if x in weighty]) for t in points_of_change]
    return views.PairPage(
        a, b, directed, step, *direction,
        period_lines(points),
        turns, [views.RungLine(r.name, r.first, r.link_id, r.events) for r in escalation(reader, a, b, filters.first, filters.last)],
        [views.ClaimLine(*claim) for claim in claims(reader, (a, b), 20, filters.first, filters.last)],
        total, [lines[event] for event in newest], undated(reader, a, b, **same),
    )  # fmt: skip


def period_lines(points: list[Point]) -> list[views.PeriodLine]:
    """The periods of a series in lines."""
    return [
        views.PeriodLine(p.start, p.verbal_cooperation, p.material_cooperation, p.verbal_conflict, p.material_conflict, p.score,
                         p.asserted, p.claimed, p.articles, p.sources, p.volume, p.share)
        for p in points
    ]  # fmt: skip


def speaking_for(reader: Reader, some: Some, links: list[str]) -> dict[str, str]:
    """The tellings that speak for these events, as far as they are among some."""
    among = some.and_("f.link_id IN (SELECT unnest($links))", links=links)
    sql = f"SELECT link_id, arg_min(event_id, rank) FROM {among.table} f WHERE {among.where} GROUP BY link_id"
    return dict(reader.rows(sql, among.values)) if links else {}


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
    SELECT f.event_id, f.article_id, f.type, f.mode, e.cameo, f.modality, f.claimant, f."when", e."when", f.actors, f.recipients,
           f.confidence, f.review, e.why, e.magnitude, e.trigger_start, f.place_id, e.sentence, e.trigger_start - e.sentence_start,
           e.trigger_end - e.sentence_start
    FROM facts f JOIN events e USING (event_id) WHERE f.event_id IN ({ids}) AND e.event_id IN ({ids})
"""
_ARTICLES = """
    SELECT article_id, coalesce(title, name, origin), source, published, language, first_day FROM articles WHERE article_id IN ({ids})
"""
def tellings_of(reader: Reader, events: list[str]) -> list[views.TellingLine]:
    """These tellings in full, the earliest article first."""
    import json

    names = {event: (who, whom) for event, who, whom in rows_of(reader, _NAMES, events)}
    linked = dict(rows_of(reader, "SELECT event_id, why FROM event_links WHERE event_id IN ({ids})", events))
    settled = dict(rows_of(reader, "SELECT id, because FROM narrowings WHERE kind = 'event' AND id IN ({ids})", events))
    because = dict(rows_of(reader, "SELECT event_id, article_id FROM events WHERE event_id IN ({ids})", sorted({*settled.values()})))
    rows = rows_of(reader, _TELLINGS, events)
    places = _names_of_places(reader, {row[16] for row in rows})
    articles = {row[0]: row[1:] for row in rows_of(reader, _ARTICLES, sorted({*(row[1] for row in rows), *because.values()}))}
    found = []
    for row in sorted(rows, key=lambda row: (articles[row[1]][-1] or date.max, row[0])):
        event, article, *head, actors, recipients, confidence, review, why, magnitude, offset, place, sentence, start, end = row
        settler = because.get(settled.get(event))
        fields = [
            event, article, *articles[article][:-1], *head, settled.get(event), articles[settler][0] if settler else None, actors, recipients,
            *names.get(event, ([], [])), places.get(place), confidence, review, *context(sentence, start, end), why or "", linked.get(event),
            json.loads(magnitude or "[]"), offset,
        ]  # fmt: skip
        found.append(views.TellingLine(*fields))
    return found


def _names_of_places(reader: Reader, places: set[str | None]) -> dict[str | None, str]:
    return dict(rows_of(reader, "SELECT place_id, name FROM places WHERE place_id IN ({ids})", sorted(place for place in places if place)))


def quotes_page(reader: Reader, filters: Filters, words: str, country: str | None, offset: int) -> views.QuotesPage:
    """Quotations by speaker, words, date."""
    where, values = quote_condition(filters, words, country)
    joined = "" if where == "true" else f"JOIN articles a USING (article_id) WHERE {where}"
    total = reader.one(f"SELECT count(*) FROM quotes q {joined}", values)
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
    rows = {row[0]: row[1:] for row in rows_of(reader, _QUOTES, quotes)}
    published = dict(rows_of(reader, "SELECT article_id, published FROM articles WHERE article_id IN ({ids})",
                             sorted({row[0] for row in rows.values()})))  # fmt: skip
    lines = []
    for quote in quotes:
        if quote in rows:
            article, *words, said, why, start = rows[quote]
            lines.append(views.QuoteLine(*[quote, article, *words, said or published[article], why, start]))
    return lines


_QUOTES = """
    SELECT quote_id, article_id, kind, content, speaker, speaker_country, said, why, (spans->'content'->0->>'start')::INTEGER
    FROM quotes WHERE quote_id IN ({ids})
"""


def search_page(
    reader: Reader, words: str, kind: str | None, filters: Filters, language: str | None, offset: int, limit: int = PAGE
) -> views.SearchPage:  # fmt: skip
    """What a search finds."""
    pair = (filters.a, filters.b) if filters.a and filters.b else None
    wanted = SearchFilters(
        kind, None if pair else filters.a, pair, filters.type, filters.modality, filters.place, filters.speaker, language,
        filters.first, filters.last,
    )  # fmt: skip
    total, hits = search(reader.path, words, wanted, limit, offset)
    events = {e.event_id: e for e in lines_of(reader, [h.id for h in hits if h.kind == "event"])}
    quotes = {q.quote_id: q for q in quotes_of(reader, [h.id for h in hits if h.kind == "quote"])}
    articles = {line.id: line for line in describe(reader, [h for h in hits if h.kind == "article"])}
    found = []
    for kind, id_, article, _ in hits:
        if event := events.get(id_):
            head = event_head(event.type, event.actors, event.recipients, event.modality)
            found.append(views.HitLine(kind, id_, article, event.when, head, event.before + event.trigger + event.after, event, None))
        elif quote := quotes.get(id_):
            head = quote_head(quote.speaker, quote.kind)
            found.append(views.HitLine(kind, id_, article, quote.said, head, quote.content, None, quote))
        elif line := articles.get(id_):
            found.append(views.HitLine(kind, id_, article, line.date, line.head, line.words, None, None))
    return views.SearchPage(total, found)


def review_page(reader: Reader, filters: Filters, offset: int) -> views.ReviewPage:
    """The events that nobody has looked at, the least certain first."""
    done = reader.one("SELECT count(DISTINCT id) FROM reviews")
    problems = [row[0] for row in reader.rows("SELECT problem FROM conflicts ORDER BY seq")]
    waiting, queue = counted_lines(reader, waiting_for_review(reader, filters), order=LEAST_CERTAIN, limit=25, offset=offset)
    return views.ReviewPage(waiting, int(done), problems, queue)


def waiting_for_review(reader: Reader, filters: Filters) -> Some:
    """The events that nobody has looked at."""
    some = chosen(filters)
    if reader.one("SELECT 1 FROM facts WHERE review IS NOT NULL LIMIT 1"):
        some = some.and_("f.link_id NOT IN (SELECT link_id FROM facts WHERE review IS NOT NULL)")
    return some


def acts_of(name: str, country: str | None) -> Some:
    """The events of an actor."""
    return Some("actor_tellings", _OWN, {"name": name, "country": country})


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
    forms = [row[0] for row in reader.rows(_FORMS, who)]
    acts = event_lines(reader, acts_of(name, country))
    said, about = (quotes_of(reader, [row[0] for row in reader.rows(_OF_ACTOR, {**who, "says": says})]) for says in (True, False))
    return views.ActorPage(name, country, sectors, known, wikidata, offices(name), articles, forms, acts, said, about)


_OWN = "name = $name AND country IS NOT DISTINCT FROM $country"
# The words that name an actor: not those that only point to it (he, lui), which are found in small letters too.
_FORMS = f"""
    WITH forms AS (SELECT text, mentions FROM actor_forms WHERE {_OWN})
    SELECT text FROM forms WHERE text <> lower(text) AND lower(text) NOT IN (SELECT text FROM forms) AND length(text) > 2
    ORDER BY mentions DESC, text LIMIT 12
"""
# The newest quotations of an actor, or of others that name it.
_OF_ACTOR = f"SELECT quote_id FROM actor_quotes WHERE {_OWN} AND says = $says ORDER BY last_day DESC NULLS LAST, quote_id LIMIT 25"


def offices(name: str) -> list[views.OfficeLine]:
    """The offices that the tables know of a person, by date."""
    from greffier.resolve.knowledge import knowledge

    terms = [term for entity in knowledge().find(name) if entity.name == name for term in entity.terms]
    return [views.OfficeLine(t.office, t.country, t.start, t.end, t.table) for t in sorted(terms, key=lambda t: t.start)]


def about_page(reader: Reader, record: str) -> views.AboutPage:
    """Versions, readers, tables, and the scores that tension is summed from."""
    from importlib.metadata import version

    from greffier.ontology import ontology

    readers = dict(reader.rows("SELECT reader, count(*) FROM articles GROUP BY 1 ORDER BY 2 DESC"))
    names = [row[0] for row in reader.rows("SELECT table_name FROM information_schema.tables ORDER BY 1")]
    tables = {name: int(reader.one(f'SELECT count(*) FROM "{name}"')) for name in names}
    schema = int(reader.one("SELECT value FROM meta WHERE key = 'schema'"))
    scores = [views.ScoreLine(type_, quad, score) for type_, (quad, score) in ontology().types.items()]
    return views.AboutPage(version("greffier"), schema, readers, tables, record, reader.version, scores)
