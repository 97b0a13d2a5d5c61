"""Factiva: the XML of its feeds, and the HTML that its web pages save (fields HD, LP, TD … or div.article)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from greffier.errors import BadRow, InputError
from greffier.ingest.dates import published
from greffier.ingest.markup import first, local, parse_html, parse_xml, text_of, words
from greffier.ingest.raw import Item, Kind, Options, Raw
from greffier.model import Article

_XML = re.compile(rb"<(?:\w+:)?(ppsarticleresponse|leadparagraph|tailparagraphs|getarticleresponse|distdoc)\b", re.IGNORECASE)
_HTML = re.compile(rb"class=[\"'](?:article \w\wArticle|articleParagraph|dowJonesLogo)|>\s*<b>\s*HD\s*</b>|factiva", re.IGNORECASE)
_BODY = ("leadparagraph", "tailparagraphs", "leadpara", "tailparas")


def read_factiva_xml(raw: Raw, options: Options) -> Iterator[Item]:
    """The articles of a Factiva XML file."""
    try:
        root = parse_xml(raw.content(), raw.where)
    except InputError as error:
        yield error
        return
    items = [e for e in root.iter() if local(e) in ("article", "distdoc")] or [root]
    for number, item in enumerate(items, 1):
        where = f"{raw.where}:{number}"
        text = "\n\n".join(filter(None, (text_of(e) for e in item.iter() if local(e) in _BODY)))
        if not text:
            yield BadRow(where, "this article carries no words (no leadParagraph, no tailParagraphs)")
            continue
        language = words(item, "baselanguage", "language") or item.get("lang") or ""
        yield Article(
            text=text,
            id=words(item, "accessionno") or item.get("reference"),
            language=options.language or language[:2].lower() or None,
            published=published(words(item, "publicationdate", "pubdate", "date")),
            title=words(item, "headline"),
            source=words(item, "sourcename"),
            where=where,
        )


def read_factiva_html(raw: Raw, options: Options) -> Iterator[Item]:
    """The articles of a page saved from Factiva."""
    try:
        root = parse_html(raw.content(), raw.where)
    except InputError as error:
        yield error
        return
    items = [e for e in root.iter("div") if "article" in (e.get("class") or "").split()] or [root]
    for number, item in enumerate(items, 1):
        yield _fields(item, f"{raw.where}:{number}", options) if _labels(item) else _page(item, f"{raw.where}:{number}", options)


def _labels(item: Any) -> dict[str, Any]:
    """Rows of two cells whose first is a code of two or three letters: HD headline, PD date, SN source …"""
    found: dict[str, Any] = {}
    for row in item.iter("tr"):
        cells = [cell for cell in row if local(cell) in ("td", "th")]
        label = "".join(cells[0].itertext()).strip() if len(cells) == 2 else ""
        if label.isupper() and 2 <= len(label) <= 3:
            found[label] = cells[1]
    return found


def _fields(item: Any, where: str, options: Options) -> Item:
    cells = _labels(item)
    plain = {label: " ".join("".join(cell.itertext()).split()) for label, cell in cells.items()}
    text = "\n\n".join(filter(None, (text_of(cells[label]) for label in ("LP", "TD") if label in cells)))
    if not text:
        return BadRow(where, "this article carries no words (no LP, no TD)")
    code = plain.get("LA", "")
    return Article(
        text=text, id=plain.get("AN"), language=options.language or _code(code), published=published(plain.get("PD")),
        title=plain.get("HD"), source=plain.get("SN"), where=where,
    )  # fmt: skip


def _page(item: Any, where: str, options: Options) -> Item:
    paragraphs = [text_of(e) for e in item.iter("p") if "articleParagraph" in (e.get("class") or "")]
    if not paragraphs:
        return BadRow(where, "no paragraph of an article was found here")
    lines = [" ".join("".join(e.itertext()).split()) for e in item.iter("div") if not len(e)]
    title = first(item, "h1", "h2", "h3") if first(item, "h1", "h2", "h3") is not None else None
    headline = " ".join("".join(title.itertext()).split()) if title is not None else _id_text(item, "hd")
    date = next((d for line in lines if (d := published(line))), None)
    return Article(
        text="\n\n".join(filter(None, paragraphs)),
        language=options.language or next((c for line in lines if (c := _code(line))), None),
        published=date,
        title=headline,
        source=_after_date(lines),
        where=where,
    )


def _after_date(lines: list[str]) -> str | None:
    """The outlet stands in the line after the date (or after the time that follows it)."""
    for i, line in enumerate(lines):
        if published(line):
            return next((later for later in lines[i + 1 : i + 4] if later and not re.fullmatch(r"[\d: ]+(GMT)?", later)), None)
    return None


def _id_text(item: Any, id_: str) -> str | None:
    found = next((e for e in item.iter() if e.get("id") == id_), None)
    return " ".join("".join(found.itertext()).split()) or None if found is not None else None


def _code(language: str) -> str | None:
    return {"fr": "fr", "français": "fr", "french": "fr", "en": "en", "english": "en", "anglais": "en"}.get(language.strip().lower())


FACTIVA_XML = Kind("Factiva XML", lambda raw, options: bool(_XML.search(raw.head)), read_factiva_xml)
FACTIVA_HTML = Kind("Factiva HTML", lambda raw, options: bool(_HTML.search(raw.head)) and b"<" in raw.head[:512], read_factiva_html)
