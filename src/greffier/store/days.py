"""From EDTF to days as tables hold them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from greffier.when import day_of, parse_edtf

LISTED_DAYS = 62  # an event that may be on more days than this is on no day in particular
_LONGEST = 366


@lru_cache(maxsize=65_536)
def day_bounds(edtf: str | None) -> tuple[date | None, date | None]:
    """The first and the last day that an EDTF value allows; None where it is open or says nothing."""
    when = parse_edtf(edtf)
    if when is None:
        return None, None
    cover = when.cover
    return None if when.open_start else day_of(cover.start), None if when.open_end else day_of(cover.end)


def day_shares(edtf: str | None) -> list[tuple[date, float]]:
    """The candidate days of an EDTF value with equal shares; none where it is open or has more than LISTED_DAYS."""
    when = parse_edtf(edtf)
    if when is None or when.open_start or when.open_end or when.cover.end - when.cover.start > _LONGEST:
        return []
    days = when.days()
    return [(day_of(day), 1 / len(days)) for day in days] if len(days) <= LISTED_DAYS else []
