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

# The events of a pair, each once. With `directed`, $1 acts on $2; otherwise either way, and mutual acts too. Only narrow
# columns are grouped: on a large record this is ten times faster than a window over whole rows.
_EVENTS = """
    WITH wanted AS (
        SELECT DISTINCT link_id FROM facts WHERE modality NOT IN ('negated', 'hypothetical') AND {pair}
    ), chosen AS (
        SELECT min({{doubtful: modality IN ('negated', 'hypothetical'), undated: "when" IS NULL, c: -confidence, e: event_id}}).e AS event_id
        FROM facts WHERE link_id IN (FROM wanted) GROUP BY link_id
    ), best AS (
        SELECT event_id, link_id, type, quad, goldstein, modality, first_day, last_day FROM facts WHERE event_id IN (FROM chosen)
    )
"""
DIRECTED = "(list_contains(actors, $1) AND list_contains(recipients, $2))"
EITHER_WAY = (
    "((list_contains(actors, $1) AND list_contains(recipients, $2)) OR (list_contains(actors, $2) AND list_contains(recipients, $1))"
    " OR (len(recipients) = 0 AND list_contains(actors, $1) AND list_contains(actors, $2)))"
)


def pair_condition(directed: bool) -> str:
    """SQL on `facts` that holds for the events of the pair $1, $2."""
    return DIRECTED if directed else EITHER_WAY


def series(
    record: Source, a: str, b: str, *, directed: bool = False, step: Step = "day",
    first: date | None = None, last: date | None = None, type: str | None = None, modality: str | None = None,
) -> list[Point]:  # fmt: skip
    """The periods from the first to the last event of a pair, without gaps; empty when there are none.

    `first` and `last` cut to a time, `type` and `modality` to some of the events. Countries are ISO codes; with
    `directed` only what `a` does to `b`.
    """
    values: list[object] = [a, b, first, last, type, modality]
    rows = record.rows(
        f"""{_DATED.format(events=_EVENTS.format(pair=pair_condition(directed)))}
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
    _count_articles(record, points, _EVENTS.format(pair=pair_condition(directed)), values, step)
    return list(points.values())


# The days of a pair's events: the first query of a series, and the ground of the second.
_DATED = """{events}, dated AS (
        SELECT d.day, d.share, b.quad, b.goldstein, b.modality, b.link_id FROM best b JOIN fact_days d USING (event_id)
        WHERE ($3::DATE IS NULL OR d.day >= $3) AND ($4::DATE IS NULL OR d.day <= $4)
        AND ($5::VARCHAR IS NULL OR b.type = $5) AND ($6::VARCHAR IS NULL OR b.modality = $6)
    )"""


def _count_articles(record: Source, points: dict[date, Point], events: str, values: list[object], step: Step) -> None:
    """Articles and outlets that tell of the pair, and all articles, by the days on which they can be published."""
    for start, articles, sources in record.rows(
        f"""{_DATED.format(events=events)},
        telling AS (SELECT DISTINCT article_id, source_id FROM facts WHERE link_id IN (SELECT link_id FROM dated)),
        published AS ({_PUBLISHED.format(articles="(SELECT source_id, first_day, last_day FROM telling JOIN articles USING (article_id))")})
        SELECT date_trunc('{step}', day)::DATE, sum(share), count(DISTINCT source_id) FROM published GROUP BY 1""",
        values,
    ):
        if start in points:
            points[start].articles, points[start].sources = articles, sources
    for start, volume in record.rows(f"SELECT date_trunc('{step}', day)::DATE, sum(share) FROM ({_PUBLISHED.format(articles='(SELECT first_day, last_day FROM articles)')}) GROUP BY 1"):
        if start in points:
            points[start].volume = volume


# An article dated to a month is spread over its days, as an event is.
_PUBLISHED = """
    SELECT *, unnest(generate_series(first_day, last_day, INTERVAL 1 DAY))::DATE AS day,
           1.0 / (date_diff('day', first_day, last_day) + 1) AS share
    FROM {articles} WHERE first_day IS NOT NULL AND date_diff('day', first_day, last_day) BETWEEN 0 AND 366
"""


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
    events = _EVENTS.format(pair=EITHER_WAY)
    rows = record.rows(
        f"""{events}, spans AS (
            SELECT unnest($3::DATE[]) AS first, unnest($4::DATE[]) AS until, unnest($5::BOOLEAN[]) AS conflict
        ), weights AS (
            SELECT first, link_id, abs(goldstein) * sum(d.share) AS weight
            FROM best JOIN fact_days d USING (event_id) JOIN spans s ON d.day >= s.first AND d.day < s.until AND (quad >= 3) = s.conflict
            GROUP BY first, link_id, goldstein
        )
        SELECT first, link_id FROM weights
        QUALIFY row_number() OVER (PARTITION BY first ORDER BY weight DESC, link_id) <= {int(limit)} ORDER BY first, weight DESC, link_id
        """,
        [a, b, *(list(column) for column in zip(*spans, strict=True))],
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
    events = _EVENTS.format(pair=EITHER_WAY)
    rows = record.rows(
        f"""{events} SELECT type, first_day, link_id FROM best
        WHERE quad >= 3 AND ($3::DATE IS NULL OR last_day >= $3) AND ($4::DATE IS NULL OR first_day <= $4)
        ORDER BY first_day NULLS LAST, link_id""",
        [a, b, first, last],
    )
    rungs = []
    for name, types in LADDER:
        own = [row for row in rows if row[0] in types]
        if own:
            rungs.append(Rung(name, own[0][1], own[0][2], len(own), sorted({row[0] for row in own})))
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
