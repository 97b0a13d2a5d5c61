"""A part of the work: some articles, and the rows read from them.

A part's id is a hash of its inputs and of the reader, so the same work has the same name everywhere. Its rows are
written into a folder under a temporary name that is renamed when all is there: a folder with the right name is whole.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from greffier.errors import InputError
from greffier.model import Article
from greffier.resolve.duplicates import signature
from greffier.store.rows import article_id, reading_rows

_PART_ARTICLES = 64
_PART_CHARACTERS = 200_000


@dataclass(frozen=True)
class Part:
    """Some articles that are read together."""

    part_id: str
    articles: tuple[Article, ...]

    def known_to(self, known: set[str]) -> bool:
        """Whether every article of the part is in a set of article ids."""
        return all(article_id(article) in known for article in self.articles)


def cut(articles: Iterable[Article], reader: str) -> Iterator[Part]:
    """Cut a stream of articles into parts, in order. `reader` is a hash of the reader that will read them."""
    some: list[Article] = []
    size = 0
    for article in articles:
        some.append(article)
        size += len(article.text)
        if len(some) >= _PART_ARTICLES or size >= _PART_CHARACTERS:
            yield _part(some, reader)
            some, size = [], 0
    if some:
        yield _part(some, reader)


def _part(articles: list[Article], reader: str) -> Part:
    unique = {article_id(article): article for article in articles}
    digest = hashlib.sha256("\n".join((reader, *sorted(unique))).encode()).hexdigest()
    return Part(digest[:20], tuple(unique.values()))


def write_part(folder: Path, part: Part) -> Path:
    """Read a part and keep its rows in `folder/<part id>`. Returns that folder; one that is there is not made again."""
    done = folder / part.part_id
    return done if done.exists() else keep_part(folder, part.part_id, read_part(part))


def read_part(part: Part) -> dict[str, bytes]:
    """The rows read from a part: for each table, JSON lines. Needs no file system: a worker anywhere can do it."""
    from greffier.reading import read_many

    waiting = list(part.articles)
    rejects: list[InputError] = []

    def reject(article: Article, error: InputError) -> None:
        waiting.remove(article)
        rejects.append(error)

    encode = msgspec.json.Encoder().encode
    lines: dict[str, list[bytes]] = {"articles": []}
    for reading in read_many(part.articles, reject):
        article = waiting.pop(0)
        rows = reading_rows(article, reading)
        rows["signatures"] = [{"article_id": article_id(article), "hashes": signature(article.text)}]
        for table, some in rows.items():
            lines.setdefault(table, []).extend(encode(row) for row in some)
    lines["rejects"] = [encode({"origin": e.where or "article", "reason": e.reason}) for e in rejects]
    return {table: b"".join(line + b"\n" for line in encoded) for table, encoded in lines.items() if encoded}


def keep_part(folder: Path, part_id: str, tables: dict[str, bytes]) -> Path:
    """Write the rows of a part under a temporary name and rename the folder when all is there. Returns it."""
    done = folder / part_id
    working = folder / f"{part_id}.{os.getpid()}.tmp"
    shutil.rmtree(working, ignore_errors=True)
    working.mkdir(parents=True)
    for table, lines in tables.items():
        (working / f"{table}.jsonl").write_bytes(lines)
    try:
        working.rename(done)
    except OSError:
        shutil.rmtree(working, ignore_errors=True)  # another worker was first; its folder is the same
    return done
