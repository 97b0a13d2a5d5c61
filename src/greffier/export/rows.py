"""Events as they are exported: one row an event (its tellings linked), with both sides, place and counts.

Of several tellings the most certain one gives type, modality and words; date and counts come from all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from greffier.store.record import Record

_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Party:
    """One side: `name` as resolved, `text` as written."""

    name: str
    country: str | None
    sector: str | None
    text: str
    wikidata: str | None
    office: str | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class Where:
    """The place of an event, coordinates in degrees."""

    name: str
    text: str
    kind: str
    country: str | None
    geonames: int | None
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class ExportEvent:
    """One event. `when` is EDTF; `day` is set only where a single day is left."""

    link_id: str
    event_id: str
    article_id: str
    type: str
    mode: str | None
    context: list[str]
    cameo: str | None
    quad: int
    goldstein: float
    when: str | None
    first_day: date | None
    last_day: date | None
    modality: str
    claimant: str | None
    confidence: float
    review: str | None
    trigger: str
    sentence: str
    why: str
    tellings: int
    articles: int
    sources: int
    language: str
    published: str | None
    outlet: str | None
    url: str | None
    origin: str
    version: str
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    place: Where | None

    @property
    def day(self) -> date | None:
        """The day of the event where it is settled, else None: no day is ever invented."""
        return self.first_day if self.first_day == self.last_day else None


_SQL = """
    WITH counted AS (
        SELECT link_id, count(*) AS tellings, count(DISTINCT article_id) AS articles, count(DISTINCT source_id) AS sources
        FROM facts GROUP BY link_id
    ), best AS (SELECT * FROM facts WHERE rank = 1)
    SELECT b.link_id, b.event_id, b.article_id, b.type, b.mode, e.context, e.cameo, b.quad, b.goldstein, b."when", b.first_day,
           b.last_day, b.modality, b.claimant, b.confidence, b.review, e.trigger_text, e.sentence, e.why,
           c.tellings, c.articles, c.sources, a.language, a.published, a.source, a.url, a.origin, a.reader,
           b.actors, b.recipients, b.type = e.type, p.name, p.text, p.kind, p.country, p.geonames, p.lat, p.lon
    FROM best b JOIN counted c USING (link_id) JOIN events e USING (event_id) JOIN articles a ON a.article_id = b.article_id
    LEFT JOIN places p ON p.place_id = b.place_id
    ORDER BY b.first_day NULLS LAST, b.link_id
"""
_SIDES_SQL = """
    SELECT s.event_id, s.role, s.name, s.country, s.sector, s.text, x.wikidata, x.office, x.kind
    FROM event_sides s LEFT JOIN actors x ON x.actor_id = s.actor_id
    WHERE s.event_id IN (SELECT unnest(?)) ORDER BY s.event_id, s.role, s.position
"""


def export_events(record: Record) -> Iterator[ExportEvent]:
    """All events as they stand, by date."""
    import json

    cursor = record.connection.cursor().execute(_SQL)
    while rows := cursor.fetchmany(_BATCH):
        sides = _sides(record, [row[1] for row in rows])
        for row in rows:
            *values, reader, actors, recipients, same_type, name, text, kind, country, geonames, lat, lon = row
            own = sides.get(row[1], {})
            place = Where(name, text, kind, country, geonames, lat, lon) if name else None
            values[6] = values[6] if same_type else None  # a corrected type has no CAMEO code of the old one
            parties = _stand(own.get("actor", []), actors), _stand(own.get("recipient", []), recipients)
            yield ExportEvent(*(*values, json.loads(reader)["greffier"], *parties, place))


def _sides(record: Record, events: list[str]) -> dict[str, dict[str, list[Party]]]:
    found: dict[str, dict[str, list[Party]]] = {}
    for event, role, *party in record.rows(_SIDES_SQL, [events]):
        found.setdefault(event, {}).setdefault(role, []).append(Party(*party))
    return found


def _stand(read: list[Party], countries: list[str]) -> tuple[Party, ...]:
    """The parties as read; where a reviewer gave other countries, those countries."""
    if sorted({p.country for p in read if p.country}) == sorted(countries):
        return tuple(read)
    kept = [p for p in read if p.country in countries]
    have = {p.country for p in kept}
    return (*kept, *(Party(c, c, "GOV", "", None, None, "state") for c in countries if c not in have))


def single_line(text: Any) -> str:
    """Text for tables: no tab and no line end ever gets into a cell."""
    return " ".join(str(text).split()) if text is not None else ""
