"""What is on screen, to take away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from greffier.export.tables import table_cell


def as_csv(kind: type, lines: Iterable[Any]) -> str:
    """One row a line; cells as in the exports."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([field.name for field in fields(kind)])
    for line in lines:
        writer.writerow([table_cell(value) for value in asdict(line).values()])
    return out.getvalue()


def as_jsonl(lines: Iterable[Any]) -> str:
    """One JSON object a line."""
    return "".join(json.dumps(asdict(line), ensure_ascii=False, default=str) + "\n" for line in lines)
