"""The tone between two countries over time.

Formulas (docs/analysis.md tells them with an example):

- Every event counts once, by its most certain telling, however many articles tell it; negated and hypothetical events
  are left out.
- An event with n candidate days counts 1/n on each of them.
- `score` is the sum of PLOVER scores, which carry on the conflict-cooperation scale of Goldstein (1992, Journal of
  Conflict Resolution 36) from -10 to 10. `conflict` and `cooperation` are plain counts beside it, so that nobody
  mistakes a weight for a fact.
- `share` is the part of all articles of the period that tell an event of the pair: a newspaper that prints twice as much
  does not double the tension.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, NamedTuple

from greffier.analyse.pairs import DIRECTED, EITHER_WAY
from greffier.analyse.source import Source

Step = Literal["day", "week", "month"]


@dataclass(slots=True)
class Point:
    """One period, from `start` on. Counts are sums of shares of days, so they need not be whole."""

    start: date
    verbal_cooperation: float = 0.0
    material_cooperation: float = 0.0
    verbal_conflict: float = 0.0
    material_conflict: float = 0.0
    score: float = 0.0
    asserted: float = 0.0
    claimed: float = 0.0
    articles: float = 0.0
    sources: int = 0
    volume: float = 0.0

    @property
    def cooperation(self) -> float:
        """Cooperative events."""
        return self.verbal_cooperation + self.material_cooperation

    @property
    def conflict(self) -> float:
        """Conflictual events."""
        return self.verbal_conflict + self.material_conflict

    @property
    def events(self) -> float:
        """All events."""
        return self.cooperation + self.conflict

    @property
    def net(self) -> float:
        """Conflict less cooperation, plain counts."""
        return self.conflict - self.cooperation

    @property
    def share(self) -> float | None:
        """Articles that tell of the pair among all articles of the period; None where there are none."""
        return min(1.0, self.articles / self.volume) if self.volume else None


_QUADS = {1: "verbal_cooperation", 2: "material_cooperation", 3: "verbal_conflict", 4: "material_conflict"}

_FILTERED = "($type::VARCHAR IS NULL OR type = $type) AND ($modality::VARCHAR IS NULL OR modality = $modality)"
# The days of a pair's events, with their shares, under filters.
_DATED = """
    WITH dated AS (
        SELECT link_id, quad, goldstein, modality, day, share FROM (
            SELECT link_id, quad, goldstein, modality, unnest(days) AS day, 1 / len(days) AS share FROM pair_events
            WHERE {pair} AND {filtered}
        ) WHERE ($first::DATE IS NULL OR day >= $first) AND ($last::DATE IS NULL OR day <= $last)
    )
"""


def series(
    record: Source, a: str, b: str, *, directed: bool = False, step: Step = "day",
    first: date | None = None, last: date | None = None, type: str | None = None, modality: str | None = None,
) -> list[Point]:  # fmt: skip
    """The periods from the first to the last event of a pair, without gaps; empty when there are none.

    `first` and `last` cut to a time, `type` and `modality` to some of the events. Countries are ISO codes; with
    `directed` only what `a` does to `b`.
    """
    values: dict[str, object] = {"a": a, "b": b, "first": first, "last": last, "type": type, "modality": modality}
    dated = _DATED.format(pair=DIRECTED if directed else EITHER_WAY, filtered=_FILTERED)
    rows = record.rows(
        f"""{dated}
        SELECT date_trunc('{step}', day)::DATE, quad, modality = 'asserted', sum(share), sum(share * goldstein), min(day), max(day)
        FROM dated GROUP BY ALL ORDER BY ALL
        """,
        values,
    )
    if not rows:
        return []
    days = (first or min(row[5] for row in rows), last or max(row[6] for row in rows))
    points = {start: Point(start) for start in periods(*days, step)}
    for start, quad, asserted, share, score, _, _ in rows:
        point = points[start]
        setattr(point, _QUADS[quad], getattr(point, _QUADS[quad]) + share)
        point.score += score
        if asserted:
            point.asserted += share
        else:
            point.claimed += share
    _count_articles(record, points, dated, values, step)
    return list(points.values())


def undated(
    record: Source, a: str, b: str, *, directed: bool = False,
    first: date | None = None, last: date | None = None, type: str | None = None, modality: str | None = None,
) -> int:  # fmt: skip
    """How many events of a pair are on no day in particular, and so not in its series; of a time, those that may lie in it."""
    return int(
        record.one(
            f"""SELECT count(*) FROM pair_events WHERE {DIRECTED if directed else EITHER_WAY} AND len(days) = 0 AND {_FILTERED}
            AND ($first::DATE IS NULL OR last_day >= $first) AND ($last::DATE IS NULL OR first_day <= $last)""",
            {"a": a, "b": b, "first": first, "last": last, "type": type, "modality": modality},
        )
    )


def _count_articles(record: Source, points: dict[date, Point], dated: str, values: dict[str, object], step: Step) -> None:
    """Articles and outlets that tell of the pair, and all articles, by the days on which they can be published."""
    for start, articles, sources in record.rows(
        f"""{dated}, telling AS (
            SELECT article_id, any_value(source_id) AS source_id, any_value(published_first) AS first, any_value(published_last) AS last
            FROM pair_tellings WHERE {EITHER_WAY} AND link_id IN (SELECT link_id FROM dated)
            AND published_first IS NOT NULL AND date_diff('day', published_first, published_last) BETWEEN 0 AND 366 GROUP BY article_id
        ), dates AS (
            SELECT source_id, first, last, count(*) AS articles FROM telling GROUP BY ALL
        ), published AS (
            SELECT source_id, articles / (date_diff('day', first, last) + 1) AS share,
                   unnest(generate_series(first, last, INTERVAL 1 DAY)) AS day
            FROM dates
        )
        SELECT date_trunc('{step}', day)::DATE, sum(share), count(DISTINCT source_id) FROM published GROUP BY 1""",
        values,
    ):
        if start in points:
            points[start].articles, points[start].sources = articles, sources
    for start, volume in record.rows(f"SELECT date_trunc('{step}', day)::DATE, sum(articles / spread) FROM article_days GROUP BY 1"):
        if start in points:
            points[start].volume = volume


def period_start(day: date, step: Step) -> date:
    """The first day of the period that a day lies in; weeks begin on Monday (ISO 8601)."""
    if step == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if step == "month" else day


def periods(first: date, last: date, step: Step) -> Iterable[date]:
    """The starts of all periods from that of `first` to that of `last`."""
    start = period_start(first, step)
    while start <= last:
        yield start
        if step == "month":
            start = (start.replace(day=28) + timedelta(days=4)).replace(day=1)
        else:
            start += timedelta(days=7 if step == "week" else 1)


class TurningPoint(NamedTuple):
    """A period from which the level of net conflict is another one; `links` are the events that weigh most there."""

    start: date
    before: float
    after: float
    links: list[str]


def turning_points(record: Source, a: str, b: str, points: Sequence[Point], penalty: float = 3.0) -> list[TurningPoint]:
    """Where the mean of net conflict changes, by PELT (Killick, Fearnhead & Eckley 2012) from `ruptures`.

    `penalty` is in variances of the series: higher finds fewer. The events named are those of the period of the change
    with the largest weight against the level before.
    """
    import numpy as np
    import ruptures

    values = np.array([point.net for point in points])
    if len(values) < 4 or not values.std():
        return []
    algorithm = ruptures.KernelCPD(kernel="linear", min_size=2).fit(values.reshape(-1, 1))  # PELT on squared distances, in C
    ends = algorithm.predict(pen=penalty * float(values.var()))
    bounds = [0, *ends]
    found = []
    for before, at, after in zip(bounds, bounds[1:], bounds[2:], strict=False):
        until = points[at + 1].start if at + 1 < len(points) else points[at].start + timedelta(days=1)
        found.append((points[at].start, until, float(values[before:at].mean()), float(values[at:after].mean())))
    links = weightiest(record, a, b, [(start, until, high > low) for start, until, low, high in found])
    return [TurningPoint(start, low, high, links.get(start, [])) for start, _, low, high in found]


def weightiest(record: Source, a: str, b: str, spans: Sequence[tuple[date, date, bool]], limit: int = 5) -> dict[date, list[str]]:
    """For each span (first day, day after it, toward conflict?) the events (link ids) that weigh most in its direction."""
    if not spans:
        return {}
    starts, ends, conflicts = (list(column) for column in zip(*spans, strict=True))
    rows = record.rows(
        f"""WITH spans AS (
            SELECT unnest($starts::DATE[]) AS first, unnest($ends::DATE[]) AS until, unnest($conflicts::BOOLEAN[]) AS conflict
        ), dated AS (
            SELECT link_id, quad, goldstein, unnest(days) AS day, len(days) AS spread FROM pair_events WHERE {EITHER_WAY}
        ), weights AS (
            SELECT first, link_id, abs(goldstein) * count(*) / spread AS weight
            FROM dated JOIN spans s ON day >= s.first AND day < s.until AND (quad >= 3) = s.conflict
            GROUP BY first, link_id, goldstein, spread
        )
        SELECT first, link_id FROM weights
        QUALIFY row_number() OVER (PARTITION BY first ORDER BY weight DESC, link_id) <= {int(limit)} ORDER BY first, weight DESC, link_id
        """,
        {"a": a, "b": b, "starts": starts, "ends": ends, "conflicts": conflicts},
    )
    found: dict[date, list[str]] = defaultdict(list)
    for first, link in rows:
        found[first].append(link)
    return found


# Rungs of escalation between states, after the ladder of Kahn (1965) cut to the types of PLOVER.
LADDER: tuple[tuple[str, frozenset[str]], ...] = (
    ("criticism", frozenset({"ACCUSE", "REQUEST", "REJECT"})),
    ("threat", frozenset({"THREATEN"})),
    ("sanction", frozenset({"SANCTION", "PROTEST"})),
    ("show of force", frozenset({"MOBILIZE", "COERCE"})),
    ("violence", frozenset({"ASSAULT"})),
)


@dataclass
class Rung:
    """The first event of a pair on a rung of the ladder, and how many followed."""

    name: str
    first: date | None = None
    link_id: str | None = None
    events: int = 0
    types: list[str] = field(default_factory=list)


def escalation(record: Source, a: str, b: str, first: date | None = None, last: date | None = None) -> list[Rung]:
    """The rungs that a pair has reached, with the event that first reached each; of a time, only what may lie in it."""
    rows = record.rows(
        f"""SELECT type, min({{day: coalesce(first_day, DATE '9999-12-31'), link: link_id}}), count(*) FROM pair_events
        WHERE {EITHER_WAY} AND quad >= 3 AND ($first::DATE IS NULL OR last_day >= $first) AND ($last::DATE IS NULL OR first_day <= $last)
        GROUP BY type ORDER BY type""",
        {"a": a, "b": b, "first": first, "last": last},
    )
    rungs = []
    for name, types in LADDER:
        own = [row for row in rows if row[0] in types]
        if own:
            day, link = min((row[1]["day"], row[1]["link"]) for row in own)
            rungs.append(Rung(name, None if day == date.max else day, link, sum(row[2] for row in own), [row[0] for row in own]))
    return rungs


class Tone(NamedTuple):
    """Which way the tone goes: `rising`, `falling` or `steady`, by net conflict per period, later half against earlier."""

    direction: str
    earlier: float
    later: float
    verbal: float
    material: float


_STEADY = 0.25  # of the mean level: a smaller change is none


def tone(points: Sequence[Point]) -> Tone:
    """The direction of a series, and how much of its conflict is verbal and material."""
    half = len(points) // 2
    earlier = sum(p.net for p in points[:half]) / half if half else 0.0
    later = sum(p.net for p in points[half:]) / (len(points) - half) if points else 0.0
    level = sum(abs(p.net) for p in points) / len(points) if points else 0.0
    change = later - earlier
    steady = half == 0 or not level or abs(change) <= _STEADY * level
    direction = "steady" if steady else "rising" if change > 0 else "falling"
    return Tone(direction, earlier, later, sum(p.verbal_conflict for p in points), sum(p.material_conflict for p in points))
