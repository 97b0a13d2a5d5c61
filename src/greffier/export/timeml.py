"""TimeML 1.2: one article with its TIMEX3 tags and its day of publication (DCT), as tools on times read it."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from greffier.model import Reading, TimeRef

_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:noNamespaceSchemaLocation="http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd">\n'
)


def to_timeml(reading: Reading, text: str) -> str:
    """The article as TimeML. Its text is unchanged but for characters that XML cannot hold, which become `\ufffd`.

    `value` is the TIMEX3 value; a time with several readings has the value that leaves them open (`XXXX-WXX-5`).
    """
    pieces: list[str] = []
    done = 0
    for time in sorted(reading.times, key=lambda t: t.start):
        if time.start < done or time.timex is None:
            continue
        pieces.append(_words(text[done : time.start]))
        pieces.append(_timex(time))
        done = time.end
    pieces.append(_words(text[done:]))
    published = reading.published if reading.published and re.fullmatch(r"\d{4}(-\d\d){0,2}", reading.published) else "XXXX-XX-XX"
    dct = (
        f'<TIMEX3 tid="t0" type="DATE" value={quoteattr(published)} temporalFunction="false" functionInDocument="CREATION_TIME">'
        f"{escape(reading.published or '')}</TIMEX3>"
    )
    title = f"<TITLE>{_words(reading.title)}</TITLE>\n" if reading.title else ""
    return f"{_HEAD}<DOCID>{_words(reading.id)}</DOCID>\n<DCT>{dct}</DCT>\n{title}<TEXT>{''.join(pieces)}</TEXT>\n</TimeML>"


def _timex(time: TimeRef) -> str:
    assert time.timex is not None
    mod = ' mod="APPROX"' if "~" in (time.edtf or "") else ""
    attributes = f'tid="{time.id}" type="{time.timex.type}" value={quoteattr(time.timex.value)}{mod} functionInDocument="NONE"'
    return f"<TIMEX3 {attributes}>{_words(time.text)}</TIMEX3>"


def _words(text: str) -> str:
    return escape(_UNPRINTABLE.sub("\ufffd", text), {"\r": "&#13;"})
