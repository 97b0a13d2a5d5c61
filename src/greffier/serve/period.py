"""Days as people write them: 2019-03-29, 2019-03, 2019."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from greffier.errors import UsageError


def days(value: str | None, name: str) -> tuple[date | None, date | None]:
    """The first and last day of a day, month or year; of nothing, none. Raises UsageError."""
    try:
        if not value:
            return None, None
        if len(value) == 10:
            return date.fromisoformat(value), date.fromisoformat(value)
        if len(value) not in (4, 7):
            raise ValueError
        first = date.fromisoformat(f"{value}-01" if len(value) == 7 else f"{value}-01-01")
        month = first.month if len(value) == 7 else 12
        return first, first.replace(month=month, day=monthrange(first.year, month)[1])
    except ValueError:
        raise UsageError(f"{name}={value!r} is no day, month or year; write it like 2019-03-29, 2019-03 or 2019") from None
