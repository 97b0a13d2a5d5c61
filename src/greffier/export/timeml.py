"""TimeML 1.2: one article with its TIMEX3 and SIGNAL tags and its day of publication (DCT), as tools on times read it.

A record becomes a zip with one TimeML file an article. Its names are ids of articles: no word of a stranger is in them.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from greffier.export.timex3 import timex3
from greffier.model import Reading, TimeRef, Timex
from greffier.store.record import Record

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
    return _document(reading.id, reading.title, reading.published, reading.times, text, reading.language)


def write_timeml(record: Record, path: Path) -> int:
    """A zip of TimeML files, `<article_id>.tml`, by date of publication. Returns their number."""
    count = 0
    cursor = record.connection.cursor().execute(_ARTICLES)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        while rows := cursor.fetchmany(_BATCH):
            for article, name, title, published, text, language in rows:
                times = [
                    TimeRef(id=id_, start=start, end=end, text=words, edtf=edtf, timex=Timex(type=type_, value=value) if type_ else None)
                    for id_, start, end, words, edtf, type_, value in record.rows(_TIMES, [article])
                ]
                member = zipfile.ZipInfo(f"{article}.tml", _MOMENT)  # always the same moment: the same record gives the same file
                member.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(member, _document(name, title, published, times, text, language))
                count += 1
    return count


_ARTICLES = """
    SELECT article_id, coalesce(name, article_id), title, published, text, language FROM articles ORDER BY first_day NULLS LAST, article_id
"""
_TIMES = "SELECT local_id, start_offset, end_offset, text, edtf, type, value FROM times WHERE article_id = ? ORDER BY start_offset, local_id"
_BATCH = 500
_MOMENT = (1980, 1, 1, 0, 0, 0)


def _document(name: str, heading: str | None, day: str | None, times: Iterable[TimeRef], text: str, language: str) -> str:
    pieces: list[str] = []
    done = signals = 0
    for time in sorted(times, key=lambda t: t.start):
        if time.start < done or time.timex is None:
            continue
        pieces.append(_words(text[done : time.start]))
        done = time.start
        for part in timex3([time], language):
            before = text[done : part.start]
            if before.strip() and done == time.start:
                signals += 1
                signal = before.rstrip()
                pieces.append(f'<SIGNAL sid="s{signals}">{_words(signal)}</SIGNAL>{_words(before[len(signal) :])}')
            else:
                pieces.append(_words(before))
            pieces.append(_timex(part))
            done = part.end
    pieces.append(_words(text[done:]))
    published = day if day and re.fullmatch(r"\d{4}(-\d\d){0,2}", day) else "XXXX-XX-XX"
    dct = (
        f'<TIMEX3 tid="t0" type="DATE" value={quoteattr(published)} temporalFunction="false" functionInDocument="CREATION_TIME">'
        f"{escape(day or '')}</TIMEX3>"
    )
    title = f"<TITLE>{_words(heading)}</TITLE>\n" if heading else ""
    return f"{_HEAD}<DOCID>{_words(name)}</DOCID>\n<DCT>{dct}</DCT>\n{title}<TEXT>{''.join(pieces)}</TEXT>\n</TimeML>"


def _timex(time: TimeRef) -> str:
    assert time.timex is not None
    mod = ' mod="APPROX"' if "~" in (time.edtf or "") else ""
    attributes = f'tid="{time.id}" type="{time.timex.type}" value={quoteattr(time.timex.value)}{mod} functionInDocument="NONE"'
    return f"<TIMEX3 {attributes}>{_words(time.text)}</TIMEX3>"


def _words(text: str) -> str:
    return escape(_UNPRINTABLE.sub("\ufffd", text), {"\r": "&#13;"})
