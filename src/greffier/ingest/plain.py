"""Plain text: one article a file. A file whose first line is a header (`date 2019-03`) is dated by it."""

from __future__ import annotations

from collections.abc import Iterator

from greffier.errors import InputError, TooLong
from greffier.ingest.decode import decode
from greffier.ingest.raw import Item, Kind, Options, Raw
from greffier.model import Article
from greffier.settings import SETTINGS

_BYTES_A_CHARACTER = 4


def read_plain(raw: Raw, options: Options) -> Iterator[Item]:
    """The one article of a text file."""
    limit = SETTINGS.max_article_chars
    with raw.open() as stream:
        content = stream.read(limit * _BYTES_A_CHARACTER + 1)
    if len(content) > limit * _BYTES_A_CHARACTER:
        size = raw.path.stat().st_size if raw.path else len(content)
        yield TooLong(raw.where, size, limit)
        return
    try:
        text = decode(content, raw.where)
    except InputError as error:
        yield error
        return
    name = raw.path.stem if raw.path else None
    yield Article(text=text, id=name, language=options.language, where=raw.where)


PLAIN = Kind("plain text", lambda raw, options: True, read_plain)
