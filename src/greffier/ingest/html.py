"""Web pages: the article without the menus around it, found by trafilatura."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from greffier.errors import InputError
from greffier.ingest.dates import published
from greffier.ingest.decode import decode
from greffier.ingest.raw import Item, Kind, Options, Raw
from greffier.model import Article
from greffier.settings import SETTINGS


def looks_like_html(head: bytes) -> bool:
    """Whether bytes begin as a page."""
    start = head[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html")) or (start.startswith((b"<!--", b"<?xml", b"<head", b"<body")) and b"<html" in start)


def read_html(raw: Raw, options: Options) -> Iterator[Item]:
    """The one article of a page."""
    content = raw.content()
    if len(content) > SETTINGS.max_page_bytes:
        yield InputError(raw.where, f"a page of {len(content):,} bytes is no article (limit GREFFIER_MAX_PAGE_BYTES)")
        return
    try:
        yield page_article(decode(content, raw.where), raw.where, options)
    except InputError as error:
        yield error


def page_article(page: str, where: str, options: Options, url: str | None = None) -> Item:
    """The article of a page, with title, date, outlet as the page states them; an error where there is none."""
    import trafilatura

    try:
        found: Any = trafilatura.bare_extraction(page, url=url, with_metadata=True, include_comments=False, include_tables=False)
    except Exception as error:  # trafilatura meets pages that nobody foresaw: one page never stops the others
        return InputError(where, f"the page cannot be read ({type(error).__name__}: {error})")
    text = (found.text or "").strip() if found else ""
    if not text or found is None:
        return InputError(where, "no article was found in this page; is it a page of links, or drawn by scripts?")
    return Article(
        text=text.replace("\n", "\n\n"),
        language=options.language,
        published=published(found.date),
        title=found.title or None,
        source=found.sitename or found.hostname or None,
        url=found.url or url,
        where=where,
    )


HTML = Kind("web page", lambda raw, options: looks_like_html(raw.head), read_html)
