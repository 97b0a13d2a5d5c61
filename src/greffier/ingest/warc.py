"""WARC: the pages of a web archive, by warcio; one article a page that holds one."""

from __future__ import annotations

from collections.abc import Iterator

from greffier.errors import BadRow, InputError
from greffier.ingest.dates import published
from greffier.ingest.decode import decode
from greffier.ingest.html import page_article
from greffier.ingest.raw import Item, Kind, Options, Raw
from greffier.model import Article
from greffier.settings import SETTINGS

_GZIP = b"\x1f\x8b"


def is_warc(raw: Raw) -> bool:
    """Plain WARC, or WARC in gzip as crawlers write it."""
    if raw.head.startswith(b"WARC/"):
        return True
    if not raw.head.startswith(_GZIP):
        return False
    import zlib

    try:
        return zlib.decompressobj(31).decompress(raw.head, 64).startswith(b"WARC/")
    except zlib.error:
        return False


def read_warc(raw: Raw, options: Options) -> Iterator[Item]:
    """The articles among the responses of a WARC file; other records are passed over."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = 0
    with raw.open() as stream:
        try:
            for number, record in enumerate(ArchiveIterator(stream), 1):
                kind = record.http_headers.get_header("Content-Type", "") if record.http_headers else ""
                if record.rec_type == "response" and "html" in (kind or ""):
                    yield _page(record, f"{raw.where}:{number}", options)
        except (ArchiveLoadFailed, ValueError, EOFError, OSError) as error:
            yield BadRow(f"{raw.where}:{number + 1}", f"the archive breaks off or is damaged here ({error}); what came before is read")


def _page(record: object, where: str, options: Options) -> Item:
    content = record.content_stream().read(SETTINGS.max_page_bytes + 1)  # type: ignore[attr-defined]
    headers = record.rec_headers  # type: ignore[attr-defined]
    if len(content) > SETTINGS.max_page_bytes:
        return BadRow(where, "this page is too large to be an article (limit GREFFIER_MAX_PAGE_BYTES)")
    try:
        item = page_article(decode(content, where), where, options, url=headers.get_header("WARC-Target-URI"))
    except InputError as error:
        return error
    if isinstance(item, Article) and item.published is None:
        from msgspec.structs import replace

        return replace(item, published=published(headers.get_header("WARC-Date")))
    return item


WARC = Kind("WARC", lambda raw, options: is_warc(raw), read_warc)
