"""Headings and paragraphs: where a sentence can never run on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["header", "heading", "paragraph"]

_LINE = re.compile(r"[^\n]+")
_CLOSED = re.compile(r"[.!?…:;,]['\"»”’)\]]*\s*$")
_HEADING_WORDS = 18
_WRAPPED_WIDTH = range(45, 101)


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the reading copy that holds whole sentences."""

    start: int
    end: int
    kind: BlockKind


def find_blocks(clean: str, header_end: int = 0) -> list[Block]:
    """The blocks of a text, in order; the first `header_end` characters are the header.

    A blank line always separates. A single line end separates too, unless the text is wrapped to a fixed width.
    """
    blocks: list[Block] = []
    if clean[:header_end].strip():
        blocks.append(Block(0, header_end, "header"))
    lines = [m.span() for m in _LINE.finditer(clean, header_end) if m[0].strip()]
    wrapped = _is_wrapped([clean[a:b] for a, b in lines])
    start: int | None = None
    for number, (a, b) in enumerate(lines):
        start = a if start is None else start
        follows = lines[number + 1][0] if number + 1 < len(lines) else None
        blank = follows is None or clean.count("\n", b, follows) > 1
        if blank or not wrapped or not _continues(clean[a:b]):
            blocks.append(_block(clean, start, b))
            start = None
    return blocks


def _continues(line: str) -> bool:
    return (len(line.rstrip()) in _WRAPPED_WIDTH and not _CLOSED.search(line)) or line.rstrip()[-1:] in ",;"


def _is_wrapped(lines: list[str]) -> bool:
    """A wrapped text has many lines of about one width, most of which end in mid-sentence."""
    full = [line for line in lines if len(line.rstrip()) in _WRAPPED_WIDTH]
    open_ended = sum(not _CLOSED.search(line) for line in full)
    return len(full) >= 4 and len(full) >= 0.6 * len(lines) and open_ended >= 0.6 * len(full)


def _block(clean: str, start: int, end: int) -> Block:
    piece = clean[start:end]
    stripped = piece.strip()
    start += len(piece) - len(piece.lstrip())
    end = start + len(stripped)
    words = stripped.count(" ") + 1
    heading = words <= _HEADING_WORDS and not _CLOSED.search(stripped)
    return Block(start, end, "heading" if heading else "paragraph")
