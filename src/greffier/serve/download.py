"""What is on screen, to take away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, fields

from greffier.export.tables import table_cell
from greffier.serve.views import EventLine


def as_csv(lines: Iterable[EventLine]) -> str:
    """One row an event; cells as in the exports."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([field.name for field in fields(EventLine)])
    for line in lines:
        writer.writerow([table_cell(value) for value in asdict(line).values()])
    return out.getvalue()


def as_jsonl(lines: Iterable[EventLine]) -> str:
    """One JSON object a line."""
    return "".join(json.dumps(asdict(line), ensure_ascii=False, default=str) + "\n" for line in lines)
