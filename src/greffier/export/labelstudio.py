"""Label Studio: one task an article, with what was read as predictions, to be corrected by annotators."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from greffier.store.record import Record

_BATCH = 500
LABELS = ("time", "place", "actor", "quote", "event")
CONFIG = """<View>
  <Labels name="label" toName="text">
    <Label value="time"/><Label value="place"/><Label value="actor"/><Label value="quote"/><Label value="event"/>
  </Labels>
  <Text name="text" value="$text"/>
</View>"""
_SPANS = """
    SELECT 'time', start_offset, end_offset, text, coalesce(edtf, ''), 1.0 FROM times WHERE article_id = $1
    UNION ALL SELECT 'place', start_offset, end_offset, text, name, 1.0 FROM places WHERE article_id = $1
    UNION ALL SELECT 'actor', m.start_offset, m.end_offset, m.text, a.name, 1.0
              FROM mentions m JOIN actors a USING (actor_id) WHERE m.article_id = $1
    UNION ALL SELECT 'quote', (c->>'start')::INTEGER, (c->>'end')::INTEGER, c->>'text', coalesce(speaker, ''), 1.0
              FROM quotes, unnest(CAST(spans->'content' AS JSON[])) AS u(c) WHERE article_id = $1
    UNION ALL SELECT 'event', e.trigger_start, e.trigger_end, e.trigger_text, f.type || ' ' || f.modality, f.confidence
              FROM facts f JOIN events e USING (event_id) WHERE f.article_id = $1
    ORDER BY 2, 3, 1, 5
"""


def write_labelstudio(record: Record, path: Path) -> int:
    """A JSON array of tasks. Returns their number."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write("[\n")
        for task in tasks(record):
            file.write((",\n" if count else "") + json.dumps(task, ensure_ascii=False))
            count += 1
        file.write("\n]\n")
    return count


def tasks(record: Record) -> Iterator[dict[str, Any]]:
    """One task an article, in order of publication."""
    cursor = record.connection.cursor().execute(
        "SELECT article_id, name, text, reader::JSON->>'greffier' FROM articles ORDER BY first_day NULLS LAST, article_id"
    )
    for article, name, text, version in chain.from_iterable(iter(lambda: cursor.fetchmany(_BATCH), [])):
        spans = record.rows(_SPANS, [article])
        results = [
            {
                "id": f"r{number}", "from_name": "label", "to_name": "text", "type": "labels",
                "value": {"start": start, "end": end, "text": words, "labels": [label]},
                "meta": {"text": [note]}, "score": score,
            }
            for number, (label, start, end, words, note, score) in enumerate(spans)
        ]  # fmt: skip
        yield {
            "data": {"text": text, "article_id": article, "name": name},
            "predictions": [{"model_version": f"greffier {version}", "result": results}],
        }
