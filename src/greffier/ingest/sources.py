"""All inputs of a command, in order: files, folders, `-` for standard input; each told apart by its content."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from greffier.errors import InputError
from greffier.ingest.jsonl import JSONL
from greffier.ingest.plain import PLAIN
from greffier.ingest.raw import Item, Kind, Options, Raw, raw_bytes, raw_file

# Tried in this order; plain text takes what no other kind knows.
KINDS: tuple[Kind, ...] = (JSONL, PLAIN)


def read_inputs(inputs: Iterable[str], options: Options) -> Iterator[Item]:
    """The articles of all inputs, in order, and an error in the place of each that cannot be read."""
    for name in inputs:
        for raw in _open(name):
            yield from [raw] if isinstance(raw, InputError) else read_raw(raw, options)


def read_raw(raw: Raw, options: Options) -> Iterator[Item]:
    """The articles of one input, by its kind."""
    try:
        kind = next(k for k in KINDS if k.matches(raw))
        yield from kind.read(raw, options)
    except OSError as error:
        yield InputError(raw.where, f"cannot be read: {error.strerror or error}")


def _open(name: str) -> Iterator[Raw | InputError]:
    if name == "-":
        yield raw_bytes(sys.stdin.buffer.read(), "standard input")
        return
    path = Path(name)
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.is_file() and not _about(p.relative_to(path)))
        if not files:
            yield InputError(name, "this folder holds no files")
        for file in files:
            yield raw_file(file)
    elif path.exists():
        yield raw_file(path)
    else:
        yield InputError(name, "there is no such file or folder")


def _about(path: Path) -> bool:
    """Hidden files, and files that tell about a folder, are no articles."""
    return any(part.startswith(".") for part in path.parts) or path.stem.upper() in ("README", "LICENSE", "SOURCE")
