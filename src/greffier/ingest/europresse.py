"""Europresse: the HTML that it saves, one `article` element a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from greffier.errors import BadRow, InputError
from greffier.ingest.dates import published
from greffier.ingest.markup import local, parse_html, text_of
from greffier.ingest.raw import Item, Kind, Options, Raw
from greffier.model import Article

_MARKS = (b"DocPublicationName", b"docOcurrContainer", b"titreArticle", b"DocHeader")


def read_europresse(raw: Raw, options: Options) -> Iterator[Item]:
    """The articles of a file saved from Europresse."""
    try:
        root = parse_html(raw.content(), raw.where)
    except InputError as error:
        yield error
        return
    items = [e for e in root.iter() if local(e) == "article"] or [root]
    for number, item in enumerate(items, 1):
        yield _article(item, f"{raw.where}:{number}", options)


def _article(item: Any, where: str, options: Options) -> Item:
    body = _of_class(item, "docOcurrContainer", "DocText")
    text = text_of(body) if body is not None else ""
    if not text:
        return BadRow(where, "this document carries no words (no docOcurrContainer)")
    return Article(
        text=text,
        id=_line(item, "publiC-lblNodoc"),
        language=options.language,
        published=published(_line(item, "DocHeader")),
        title=_line(item, "titreArticle", "titreArticleVisu"),
        source=(_line(item, "DocPublicationName") or "").split(",")[0].strip() or None,
        where=where,
    )


def _of_class(item: Any, *names: str) -> Any:
    return next((e for e in item.iter() if set((e.get("class") or "").split()) & set(names)), None)


def _line(item: Any, *names: str) -> str | None:
    found = _of_class(item, *names)
    return " ".join("".join(found.itertext()).split()) or None if found is not None else None


EUROPRESSE = Kind("Europresse", lambda raw, options: any(mark in raw.head for mark in _MARKS), read_europresse)
