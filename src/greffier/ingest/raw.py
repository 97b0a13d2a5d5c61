"""One thing to be read: a file, a member of an archive, standard input, an answer from a server."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from greffier.errors import InputError
from greffier.model import Article

_HEAD = 65_536

Item = Article | InputError


@dataclass
class Raw:
    """Bytes with a name. `where` is what errors call it; `path` is set where it is a file on disk."""

    where: str
    open: Callable[[], BinaryIO]
    path: Path | None = None
    depth: int = 0  # how many archives it lies in

    @cached_property
    def head(self) -> bytes:
        """The first bytes, by which the kind is told."""
        with self.open() as stream:
            return stream.read(_HEAD)

    def content(self) -> bytes:
        """All bytes."""
        with self.open() as stream:
            return stream.read()


def raw_file(path: Path, where: str | None = None) -> Raw:
    """A file on disk."""
    return Raw(where or str(path), lambda: path.open("rb"), path)


class Meter:
    """How much of the inputs has been taken, in bytes: what progress and the time left are told by."""

    def __init__(self) -> None:
        self.total = 0
        self._before = 0  # bytes of the files that are done
        self._size = 0  # of the file at hand
        self._stream: BinaryIO | None = None

    def expect(self, size: int) -> None:
        """Count a file that will be read."""
        self.total += size

    def begin(self, raw: Raw) -> Raw:
        """The same file, watched while it is read. The file before it is done."""
        self._before, self._stream = self._before + self._size, None
        self._size = raw.path.stat().st_size if raw.path else 0

        def watched() -> BinaryIO:
            self._stream = raw.open()
            return self._stream

        return Raw(raw.where, watched, raw.path, raw.depth)

    @property
    def fraction(self) -> float | None:
        """The part of the inputs that has been taken, 0 to 1; None where their size is not known (standard input, addresses)."""
        if not self.total:
            return None
        at = 0
        if self._stream is not None and not self._stream.closed:
            at = min(self._stream.tell(), self._size)
        return min(1.0, (self._before + at) / self.total)


def raw_bytes(content: bytes, where: str, depth: int = 0) -> Raw:
    """Bytes in memory."""
    return Raw(where, lambda: io.BytesIO(content), None, depth)


@dataclass(frozen=True)
class Options:
    """How inputs are read: `mapping` names the columns (`{"text": "body"}`), `language` is given for all."""

    mapping: dict[str, str] = field(default_factory=dict)
    language: str | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of source: `matches` looks at the first bytes, `read` yields articles and, for bad rows, errors."""

    name: str
    matches: Callable[[Raw, Options], bool]
    read: Callable[[Raw, Options], Iterator[Item]]
