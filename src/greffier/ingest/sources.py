"""All inputs of a command, in order: files, folders, addresses of feeds and pages, `-` for standard input.

What an input is, is told by its content, never by the ending of its name.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from greffier.errors import InputError
from greffier.ingest.archives import gzip_kind, zip_kind
from greffier.ingest.europresse import EUROPRESSE
from greffier.ingest.factiva import FACTIVA_HTML, FACTIVA_XML
from greffier.ingest.feed import FEED
from greffier.ingest.html import HTML
from greffier.ingest.jsonl import JSONL
from greffier.ingest.lexisnexis import DOCX, LEXISNEXIS
from greffier.ingest.newsml import NEWSML
from greffier.ingest.ninjs import NINJS
from greffier.ingest.plain import PLAIN
from greffier.ingest.raw import Item, Kind, Meter, Options, Raw, raw_bytes, raw_file
from greffier.ingest.tables import CSV, PARQUET
from greffier.ingest.warc import WARC
from greffier.settings import SETTINGS


def read_inputs(inputs: Iterable[str], options: Options, meter: Meter | None = None) -> Iterator[Item]:
    """The articles of all inputs, in order, and an error in the place of each that cannot be read.

    `meter` is told how large they are and how far they have been read.
    """
    names = list(inputs)
    if meter is not None:
        _expect(names, meter)
    for name in names:
        for raw in _open(name):
            if isinstance(raw, InputError):
                yield raw
            else:
                yield from read_raw(raw if meter is None else meter.begin(raw), options)


def _expect(names: list[str], meter: Meter) -> None:
    """Count the sizes of all files. Where one has no size before it is read, nothing is counted: no part can be told."""
    files: list[Path] = []
    for name in names:
        if name == "-" or name.startswith(("http://", "https://")):
            return
        path = Path(name)
        files += _files(path) if path.is_dir() else [path] if path.exists() else []
    for file in files:
        meter.expect(file.stat().st_size)


def read_raw(raw: Raw, options: Options) -> Iterator[Item]:
    """The articles of one input, by its kind."""
    try:
        kind = next(k for k in KINDS if k.matches(raw, options))
    except OSError as error:
        yield InputError(raw.where, f"cannot be read: {error.strerror or error}")
        return
    yield from read_as(kind, raw, options)


def read_as(kind: Kind, raw: Raw, options: Options) -> Iterator[Item]:
    """The articles of one input of a known kind. What a library cannot take becomes an error in its place."""
    try:
        yield from kind.read(raw, options)
    except OSError as error:
        yield InputError(raw.where, f"cannot be read: {error.strerror or error}")
    except Exception as fault:  # the libraries behind the kinds meet files that nobody foresaw
        reason = f"{type(fault).__name__}: {fault}"[:200]
        yield InputError(raw.where, f"this {kind.name} is damaged from here on ({reason}); what came before it was read")


# Tried in this order: the marked before the general, and plain text takes what no other kind knows.
KINDS: tuple[Kind, ...] = (
    PARQUET, WARC, DOCX, zip_kind(read_raw), gzip_kind(read_raw), EUROPRESSE, FACTIVA_XML, FACTIVA_HTML, NEWSML, FEED, HTML,
    NINJS, JSONL, LEXISNEXIS, CSV, PLAIN,
)  # fmt: skip


def _open(name: str) -> Iterator[Raw | InputError]:
    if name == "-":
        yield raw_bytes(sys.stdin.buffer.read(), "standard input")
    elif name.startswith(("http://", "https://")):
        yield _fetch(name)
    elif Path(name).is_dir():
        yield from _folder(Path(name))
    elif Path(name).exists():
        yield raw_file(Path(name))
    else:
        yield InputError(name, "there is no such file or folder")


def _folder(path: Path) -> Iterator[Raw | InputError]:
    files = _files(path)
    if not files:
        yield InputError(str(path), "this folder holds no files")
    for file in files:
        yield raw_file(file)


def _files(path: Path) -> list[Path]:
    """The files of a folder, in order."""
    return sorted(p for p in path.rglob("*") if p.is_file() and not _about(p.relative_to(path)))


_ABOUT = frozenset({"README", "SOURCE", "SOURCES", "LICENSE", "LICENCE", "COPYING", "NOTICE", "CHANGELOG"})


def _about(path: Path) -> bool:
    """Hidden files, and files that tell about a folder, are no articles."""
    return any(part.startswith(".") for part in path.parts) or path.stem.upper() in _ABOUT


def _fetch(url: str) -> Raw | InputError:
    """The answer of a server, within the limits of a page and of half a minute."""
    try:
        with urlopen(Request(url, headers={"User-Agent": "greffier"}), timeout=30) as answer:
            content = answer.read(SETTINGS.max_page_bytes + 1)
    except (URLError, OSError, ValueError) as error:
        return InputError(url, f"cannot be fetched ({error}); is the address right and the network there?")
    if len(content) > SETTINGS.max_page_bytes:
        return InputError(url, "the answer is too large (limit GREFFIER_MAX_PAGE_BYTES); fetch it to a file")
    return raw_bytes(content, url)
