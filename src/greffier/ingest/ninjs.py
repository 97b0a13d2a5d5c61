"""ninjs 1 and 2, the IPTC's news in JSON: one item, an array of items, or one item a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from greffier.errors import BadRow, InputError, NotText
from greffier.ingest.dates import published
from greffier.ingest.decode import decode
from greffier.ingest.feed import plain
from greffier.ingest.jsonl import article_from_row
from greffier.ingest.raw import Item, Kind, Options, Raw
from greffier.model import Article
from greffier.settings import SETTINGS

_NINJS = (b'"body_text"', b'"body_xhtml"', b'"bodies"', b'"body_html"')


def matches(raw: Raw, options: Options) -> bool:
    """A JSON array, or an object over several lines, or with a body as ninjs names it."""
    start = raw.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith((b"{", b"[")):
        return False
    first_line = start.split(b"\n", 1)[0]
    return start.startswith(b"[") or any(name in start for name in _NINJS) or not first_line.rstrip().endswith(b"}")


def read_ninjs(raw: Raw, options: Options) -> Iterator[Item]:
    """The articles of a JSON file."""
    with raw.open() as stream:
        content = stream.read(SETTINGS.max_json_bytes + 1)
    if len(content) > SETTINGS.max_json_bytes:
        yield InputError(raw.where, "this JSON is one value of more than GREFFIER_MAX_JSON_BYTES; give one article a line (JSONL)")
        return
    try:
        text = decode(content, raw.where)
        items = _items(text, raw.where)
    except InputError as error:
        yield error
        return
    for where, value in items:
        yield _article(value, where, options)


def _items(text: str, where: str) -> list[tuple[str, Any]]:
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        lines = [(f"{where}:{n}", line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
        try:
            return [(place, msgspec.json.decode(line)) for place, line in lines]
        except (msgspec.DecodeError, RecursionError):
            raise NotText(where, f"this is no JSON ({error}); give one JSON object, an array, or one object a line") from None
    if isinstance(value, list):
        return [(f"{where}:{number}", item) for number, item in enumerate(value, 1)]
    items = value.get("items") if isinstance(value, dict) else None
    return [(f"{where}:{n}", item) for n, item in enumerate(items, 1)] if isinstance(items, list) else [(where, value)]


def _article(item: Any, where: str, options: Options) -> Item:
    if not isinstance(item, dict):
        return BadRow(where, f"this is a JSON {type(item).__name__}, not an article")
    text = _body(item, where)
    if text is None:
        return article_from_row(item, where, options)  # our own names, in JSON of another shape
    language = str(item.get("language") or options.language or "")[:2].lower()
    return Article(
        text=text,
        id=_word(item.get("uri") or item.get("altids")),
        language=options.language or language or None,
        published=published(_word(item.get("firstcreated") or item.get("versioncreated") or item.get("contentcreated"))),
        title=_headline(item),
        source=_provider(item),
        url=_word(item.get("url")),
        where=where,
    )


def _body(item: dict[str, Any], where: str) -> str | None:
    """The words: `body_text`, `body_xhtml` … of ninjs 1, the richest of `bodies` of ninjs 2."""
    for name in ("body_text", "body_xhtml", "body_html"):
        if isinstance(item.get(name), str) and item[name].strip():
            return plain(item[name], where) if name != "body_text" else item[name].strip()
    bodies = item.get("bodies")
    if isinstance(bodies, list):
        values = [(str(b.get("contenttype", "")), str(b.get("value") or "")) for b in bodies if isinstance(b, dict)]
        texts = [v.strip() if kind == "text/plain" else plain(v, where) for kind, v in values]
        return max(texts, key=len, default="") or None
    return None


def _headline(item: dict[str, Any]) -> str | None:
    headlines = item.get("headlines")
    if isinstance(headlines, list):
        return next((_word(h.get("value")) for h in headlines if isinstance(h, dict)), None)
    return _word(item.get("headline") or item.get("title"))


def _provider(item: dict[str, Any]) -> str | None:
    for name in ("infosources", "infosource", "provider"):
        value = item.get(name)
        value = value[0] if isinstance(value, list) and value else value
        found = _word(value.get("name") or value.get("literal")) if isinstance(value, dict) else _word(value)
        if found:
            return found
    return _word(item.get("copyrightholder"))


def _word(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


NINJS = Kind("JSON", matches, read_ninjs)
