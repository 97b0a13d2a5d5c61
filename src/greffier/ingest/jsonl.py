"""JSONL: one article a line, an object with `text` and any of id, language, published, title, source, url."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from greffier.errors import BadRow, EmptyInput, InputError
from greffier.ingest.decode import decode
from greffier.ingest.raw import Item, Kind, Options, Raw
from greffier.model import Article

FIELDS = ("text", "id", "language", "published", "title", "source", "url")


def read_jsonl(raw: Raw, options: Options) -> Iterator[Item]:
    """The articles of a JSONL file; a line that is none becomes an error with its number."""
    some = False
    with raw.open() as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            some = True
            yield _line(line, f"{raw.where}:{number}", options)
    if not some:
        yield EmptyInput(raw.where)


def _line(line: bytes, where: str, options: Options) -> Item:
    try:
        text = decode(line, where)
        row = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        return BadRow(where, f"this line is no JSON ({error}); each line must be one object with a `text`")
    except InputError as error:
        return error
    except RecursionError:
        return BadRow(where, "this JSON is nested too deeply to be an article")
    if not isinstance(row, dict):
        return BadRow(where, f"this line is a JSON {type(row).__name__}, not an object with a `text`")
    return article_from_row(row, where, options)


def article_from_row(row: Mapping[str, Any], where: str, options: Options) -> Item:
    """The article in a row of named values. A wrong row gives the error to reject it with."""
    values: dict[str, Any] = {}
    for name in FIELDS:
        value = row.get(options.mapping.get(name, name))
        if value is None or value == "":
            continue
        if name in ("id",) and isinstance(value, int):
            value = str(value)
        if not isinstance(value, str):
            return BadRow(where, f"`{options.mapping.get(name, name)}` must be words, it is {type(value).__name__}")
        values[name] = value
    if "text" not in values:
        wanted = options.mapping.get("text", "text")
        have = ", ".join(map(str, list(row)[:8])) or "nothing"
        return BadRow(where, f"there is no `{wanted}` in it (it has: {have}); name the column with --map text=COLUMN")
    values.setdefault("language", options.language)
    return Article(**values, where=where)


JSONL = Kind("JSONL", lambda raw, options: raw.head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"), read_jsonl)
