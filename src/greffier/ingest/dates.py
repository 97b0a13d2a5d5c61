"""Publication dates as files of all kinds write them."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?\d{4,6}.*)?")
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january janvier jan janv", "february février fevrier feb fév fev févr", "march mars mar", "april avril apr avr",
         "may mai", "june juin jun", "july juillet jul juil", "august août aout aug", "september septembre sep sept",
         "october octobre oct", "november novembre nov", "december décembre decembre dec déc"), 1,
    )
    for name in names.split()
}  # fmt: skip
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:er)?\s+([^\W\d]+)\.?,?\s+(\d{4})\b")
_MONTH_FIRST = re.compile(r"\b([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")


def published(text: str | None) -> str | None:
    """The date in EDTF (a day, or a month where no day is given); None where none is found."""
    text = (text or "").strip()
    match = _ISO.match(text)
    if match:
        return _checked(*(int(p) if p else None for p in match.groups()))
    match = _COMPACT.fullmatch(text)
    if match:
        return _checked(*(int(p) for p in match.groups()))
    for pattern, order in ((_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2))):
        for match in pattern.finditer(text):
            year, month, day = (match[i] for i in order)
            if month.lower() in _MONTHS:
                return _checked(int(year), _MONTHS[month.lower()], int(day))
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (TypeError, ValueError, IndexError):
        return None


def _checked(year: int | None, month: int | None, day: int | None) -> str | None:
    try:
        moment = datetime(year or 0, month or 0, day or 1)
    except ValueError:
        return None
    return f"{moment:%Y-%m-%d}" if day else f"{moment.year:04d}-{moment.month:02d}"
