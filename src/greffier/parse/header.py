"""The header of an article: a line or words such as `date 2019-03`, or a dateline, that say when it was published."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from greffier.lang import load_table

_HEADER = re.compile(
    r"\s*(?:date|publi[ée]e?|published|dated?|le)?\s*:?\s*"
    r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?(?:T[\d:.]+Z?)?(?=\s|$)",
    re.IGNORECASE,
)


class Header(NamedTuple):
    """`end`: characters of the reading copy that are header; `published`: EDTF or None."""

    end: int
    published: str | None


def find_header(clean: str) -> Header:
    """The header at the start of a text, `Header(0, None)` where there is none."""
    match = _HEADER.match(clean)
    if not match:
        return Header(0, None)
    return Header(match.end(), "-".join(part for part in match.group("year", "month", "day") if part))


_FIRST_LINES = 600  # characters in which a dateline can stand
_PLACE = r"(?:[^\W\d_][\w'’.() -]{1,60},\s+)"
_AGENCY = r"(?:\s*\([^()\n]{1,40}\))"
_DASH = r"\s*[–—-]{1,2}\s"


@lru_cache(maxsize=8)
def _datelines(language: str) -> tuple[dict[str, int], re.Pattern[str]]:
    """The months of a language, and the pattern of a dateline: a place and a date, or a date, and then a dash."""
    months = {name.lower(): number for name, number in load_table(language, "calendar")["month"].items()}
    names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    day_first = rf"(?:le\s+)?(?P<day>[0-3]?\d)(?:er|st|nd|rd|th)?\s+(?P<month>{names})\.?,?\s+(?P<year>(?:19|20)\d\d)"
    month_first = rf"(?P<month2>{names})\.?\s+(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?,?\s+(?P<year2>(?:19|20)\d\d)"
    full = rf"(?:{day_first}|{month_first})"
    line = rf"^[ \t]*\(?{_PLACE}?{full}(?:\)|{_AGENCY}?\s*\.?{_DASH})"
    return months, re.compile(line, re.IGNORECASE | re.MULTILINE)


_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_LINE = re.compile(
    rf"^[ \t]*(?:{_UPPER}(?:{_UPPER}|['’. -]){{2,40}}(?:\s*\([^()\n]{{1,40}}\))?(?:,\s+[^\n–—]{{1,30}}?)?{_AGENCY}?"
    rf"|{_UPPER}[\w'’. -]{{1,40}}(?:,\s+[^\n–—]{{1,30}}?)?{_AGENCY})\s*\.?\s+[–—-]{{1,2}}\s+",
    re.MULTILINE,
)


def dateline_end(clean: str, start: int) -> int:
    """Where the first sentence begins after `CARACAS, 29 mars (AFP) –` or `MOSCOW (Reuters) -`; 0 without such a line."""
    match = _LINE.search(clean, start, start + _FIRST_LINES)
    return match.end() if match else 0


def find_dateline(clean: str, start: int, language: str) -> str | None:
    """The day (EDTF) of a dateline in the first lines: `CARACAS, 29 mars 2019 (AFP) –`; None where no year is given.

    The line stays in the text: its date is a time expression and its place a place.
    """
    months, pattern = _datelines(language)
    match = pattern.search(clean, start, start + _FIRST_LINES)
    if match is None:
        return None
    day, month, year = match["day"] or match["day2"], match["month"] or match["month2"], match["year"] or match["year2"]
    try:
        return date(int(year), months[month.lower()], int(day)).isoformat()
    except ValueError:
        return None
