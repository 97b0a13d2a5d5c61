"""Every event as it stands: with its link and its narrowed date. What people said of it is applied to these rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from greffier.store.record import Record

_FACTS = """
    INSERT INTO facts
    SELECT e.event_id, l.link_id, e.article_id, coalesce(o.source, a.source, c.first_id, e.article_id),
           e.type, e.mode, e.quad, e.goldstein, coalesce(n.now, e."when"), e.first_day, e.last_day, e.modality,
           e.claimant, e.place_id,
           coalesce(list_sort(list_distinct(list(s.country) FILTER (s.role = 'actor' AND s.country IS NOT NULL))), []),
           coalesce(list_sort(list_distinct(list(s.country) FILTER (s.role = 'recipient' AND s.country IS NOT NULL))), []),
           e.confidence, NULL, NULL
    FROM events e JOIN articles a USING (article_id) JOIN event_links l USING (event_id)
    LEFT JOIN copies c USING (article_id) LEFT JOIN articles o ON o.article_id = c.first_id
    LEFT JOIN narrowings n ON n.kind = 'event' AND n.id = e.event_id
    LEFT JOIN event_sides s ON s.event_id = e.event_id
    WHERE {which}
    GROUP BY ALL
"""


def fill_facts(record: Record, which: str = "true", values: Sequence[Any] = ()) -> None:
    """Make these facts anew, as they were read: `which` is SQL on the events `e` that they are of."""
    record.connection.execute(f"DELETE FROM facts WHERE event_id IN (SELECT event_id FROM events e WHERE {which})", list(values))
    record.connection.execute(_FACTS.format(which=which), list(values))
