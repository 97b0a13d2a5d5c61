"""Build a record: read all inputs, merge what is new. Killed at any moment and called again, it ends the same.

    inputs → articles → parts → (worker processes) folders of rows → one writer → the record
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from greffier.errors import InputError, RecordError
from greffier.ingest.raw import Item
from greffier.model import Article
from greffier.reader import reader_identity
from greffier.review.log import take_spooled
from greffier.run.derive import derive
from greffier.run.parts import Part, cut
from greffier.run.workers import keep_to_one_thread, read_parts
from greffier.settings import SETTINGS
from greffier.store.record import Record
from greffier.store.search import index_path, rebuild

_MERGED_TOGETHER = 8
_PATIENCE = 3.0  # seconds: a server that copies the record is done by then


@dataclass
class Progress:
    """What a build has done so far."""

    seen: int = 0  # articles taken from the inputs
    merged: int = 0  # articles that were new
    rejected: list[InputError] = field(default_factory=list)
    step: str = "reading"  # and then the steps of `run.derive`


def build(
    record_path: Path,
    items: Iterable[Item],
    *,
    jobs: int = 1,
    cluster: str | None = None,
    again: bool = False,
    tell: Callable[[Progress], None] = lambda progress: None,
) -> Progress:
    """Read the articles among `items` into the record at `record_path`; errors among them are kept as rejects.

    Articles the record already holds are not read, or with `again` only when another reader (version, model or lexicon)
    has read them. `cluster` is the address of a Dask scheduler whose workers read instead of `jobs` processes. `tell` is called after each step. Raises RecordError.
    """
    keep_to_one_thread()
    progress = Progress()
    with Record(record_path, write=True, patience=_PATIENCE) as record, _work_folder(record_path) as folder:
        known = _known(record, again)
        ready: list[Path] = []
        for done in read_parts(_wanted(items, progress, known), folder, jobs, cluster):
            ready.append(done)
            if len(ready) >= _MERGED_TOGETHER:
                _merge(record, ready, progress, again)
            tell(progress)
        _merge(record, ready, progress, again)
        record.reject(progress.rejected)
        progress.rejected = [InputError(*row) for row in record.rows("SELECT origin, reason FROM rejects ORDER BY origin")]
        if record.unfinished or again or not index_path(record_path).exists():
            finish(record, lambda step: tell(replace(progress, step=step)))
        tell(progress)
    return progress


def finish(record: Record, tell: Callable[[str], None] = lambda step: None) -> None:
    """What follows every change of a record: derive anew, index anew, and write all to the file."""
    take_spooled(record)
    derive(record, tell)
    tell("index")
    rebuild(record)
    record.mark_unfinished(False)
    record.connection.execute("CHECKPOINT")


def _known(record: Record, again: bool) -> set[str]:
    """The articles that need not be read. All knowledge is in the record itself: there is no other ledger to lose."""
    if not again:
        return {row[0] for row in record.rows("SELECT article_id FROM articles")}
    readers = [msgspec.json.encode(reader_identity(language)).decode() for language in SETTINGS.languages]
    marks = ", ".join("?" for _ in readers)
    return {row[0] for row in record.rows(f"SELECT article_id FROM articles WHERE reader IN ({marks})", readers)}


def _parts(items: Iterable[Item], progress: Progress) -> Iterator[Part]:
    def articles() -> Iterator[Article]:
        for item in items:
            if isinstance(item, InputError):
                progress.rejected.append(item)
            else:
                progress.seen += 1
                yield item

    return cut(articles(), reader_hash())


def reader_hash() -> str:
    """One hash for the whole reader, all languages: parts read by another reader have other ids."""
    readers = [msgspec.json.encode(reader_identity(language)) for language in SETTINGS.languages]
    return hashlib.sha256(b"\n".join(readers)).hexdigest()[:12]


def _wanted(items: Iterable[Item], progress: Progress, known: set[str]) -> Iterator[Part]:
    """The parts that hold an article which the record does not."""
    return (part for part in _parts(items, progress) if not part.known_to(known))


def _merge(record: Record, ready: list[Path], progress: Progress, again: bool) -> None:
    if ready:
        progress.merged += record.merge(ready, replace=again)
        for folder in ready:
            shutil.rmtree(folder, ignore_errors=True)
        ready.clear()


@contextmanager
def _work_folder(record_path: Path) -> Iterator[Path]:
    """The folder beside the record where parts wait to be merged; it goes when all are."""
    folder = record_path.with_name(record_path.name + ".parts")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise RecordError(f"{folder}: cannot be made ({error.strerror}); is the folder writable?") from None
    for left in folder.glob("*.tmp"):
        shutil.rmtree(left, ignore_errors=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
