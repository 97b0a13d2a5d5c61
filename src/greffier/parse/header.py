"""The header of an article: a line or words such as `date 2019-03`, or a dateline, that say when it was published."""

from __future__ import annotations

import re
from typing import NamedTuple

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
