"""Time expressions as TimeML 1.2 cuts them, for tools and corpora that follow it.

The codebook's expression is the words that make the value (`depuis 1998`, `1999-2013`). TimeML tags the preposition as
SIGNAL and each end of a range as a TIMEX3 of its own. The same reading can be given either way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from msgspec.structs import replace

from greffier.lang import load_table
from greffier.model import Reading, TimeRef, Timex

_YEARS = re.compile(r"(\d{4})\s*[-–/]\s*(\d{4})")


def timex3(times: Iterable[TimeRef], language: str) -> list[TimeRef]:
    """The times with TimeML's extents, in their order; ends of a range have the ids `t1` and `t1b`."""
    return list(chain.from_iterable(_cut(time, language) for time in times))


def with_timex3(reading: Reading) -> Reading:
    """The reading with TimeML's extents; everything else, the ids that joint readings name too, is unchanged."""
    return replace(reading, times=timex3(reading.times, reading.language))


def _cut(time: TimeRef, language: str) -> Iterator[TimeRef]:
    if years := _YEARS.fullmatch(time.text):
        for id_, group in ((time.id, 1), (f"{time.id}b", 2)):
            yield replace(_part(time, *years.span(group)), id=id_, edtf=years[group], timex=Timex("DATE", years[group]))
    elif signal := _signals(language).match(time.text):
        yield _part(time, signal.end(), len(time.text))
    else:
        yield time


def _part(time: TimeRef, start: int, end: int) -> TimeRef:
    return replace(time, start=time.start + start, end=time.start + end, text=time.text[start:end])


@lru_cache
def _signals(language: str) -> re.Pattern[str]:
    table = load_table(language, "timeml")
    words = sorted(table["signals"], key=len, reverse=True)
    signal = "|".join(
        re.escape(word).replace("'", "['’]") + ("" if word.endswith("'") else r"(?=\s)") for word in words
    )
    article = "|".join(map(re.escape, table["articles"])) or "(?!)"
    # An article stays where it belongs to the expression (`la fin de l'année`); before a number it goes (`le 30 juin`).
    return re.compile(rf"(?:{signal})\s*(?:(?:{article})\s+(?=\d))?(?=\S)", re.IGNORECASE)
