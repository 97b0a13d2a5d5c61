"""NewsML-G2, the IPTC's news in XML: one article a newsItem that carries words (NITF, XHTML or plain)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from greffier.errors import BadRow, InputError
from greffier.ingest.dates import published
from greffier.ingest.markup import first, local, parse_xml, text_of, words
from greffier.ingest.raw import Item, Kind, Options, Raw
from greffier.model import Article

_START = re.compile(rb"<(?:\w+:)?(newsMessage|newsItem|packageItem|nitf)[\s>]")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read_newsml(raw: Raw, options: Options) -> Iterator[Item]:
    """The articles of a NewsML-G2 or NITF file."""
    try:
        root = parse_xml(raw.content(), raw.where)
    except InputError as error:
        yield error
        return
    items = [e for e in root.iter() if local(e) == "newsitem"] or [root]
    for number, item in enumerate(items, 1):
        yield _article(item, raw.where if len(items) == 1 else f"{raw.where}:{number}", options)


def _article(item: Any, where: str, options: Options) -> Item:
    content = first(item, "body.content", "inlinexml", "inlinedata", "body")
    text = text_of(content) if content is not None else ""
    if not text:
        return BadRow(where, "this item carries no words (a picture, or a link to them)")
    language = first(item, "language")
    code = (language.get("tag") if language is not None else None) or item.get(_LANGUAGE) or ""
    return Article(
        text=text,
        id=item.get("guid"),
        language=options.language or code[:2].lower() or None,
        published=published(words(item, "contentcreated") or words(item, "firstcreated") or words(item, "versioncreated")
                            or _issue_date(item)),
        title=words(item, "headline", "hl1", "title"),
        source=_provider(item),
        where=where,
    )  # fmt: skip


def _issue_date(item: Any) -> str | None:
    issue = first(item, "date.issue")
    return issue.get("norm") if issue is not None else None


def _provider(item: Any) -> str | None:
    provider = first(item, "provider")
    if provider is None:
        return None
    return words(provider, "name") or provider.get("literal") or provider.get("qcode")


NEWSML = Kind("NewsML-G2", lambda raw, options: bool(_START.search(raw.head)), read_newsml)
