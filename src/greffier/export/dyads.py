"""CAMEO pairs by day: what conflict researchers put into their models.

An event with several candidate days counts on each of them with its share, so the sums of a pair over all days are
right and no day is invented.
"""

from __future__ import annotations

import csv
from pathlib import Path

from greffier.store.record import Record

COLUMNS = ("day", "actor", "recipient", "cameo", "quad", "events", "asserted", "score")
_SQL = """
    WITH best AS (
        SELECT * FROM facts WHERE modality IN ('asserted', 'reported')
        QUALIFY row_number() OVER (PARTITION BY link_id ORDER BY rank) = 1
    ), sided AS (
        SELECT b.*, e.cameo, unnest(b.actors) AS actor, e.type = b.type AS same_type
        FROM best b JOIN events e USING (event_id)
    ), paired AS (
        SELECT *, unnest(CASE WHEN len(recipients) > 0 THEN recipients ELSE actors END) AS recipient FROM sided
    )
    SELECT d.day, actor, recipient, CASE WHEN same_type THEN coalesce(cameo, '') ELSE '' END AS code, quad,
           round(sum(d.share), 6), round(sum(CASE WHEN modality = 'asserted' THEN d.share ELSE 0 END), 6),
           round(sum(goldstein * d.share), 6)
    FROM paired JOIN fact_days d USING (event_id) WHERE actor <> recipient
    GROUP BY ALL ORDER BY ALL
"""


def write_dyads(record: Record, path: Path) -> int:
    """CSV with a header. Returns the number of rows."""
    rows = record.rows(_SQL)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    return len(rows)
