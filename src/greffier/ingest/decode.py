"""Bytes to text: UTF-8, UTF-16 and Windows-1252, told apart by the bytes; binary files are refused."""

from __future__ import annotations

import codecs

from greffier.errors import EmptyInput, NotText

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x1b\x85")
_SAMPLE = 65_536


def decode(content: bytes, where: str) -> str:
    """The text of a file. Raises EmptyInput or NotText, which says what was tried."""
    if not content.strip():
        raise EmptyInput(where)
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _strict(content, name, where)
    utf16 = _utf16_without_mark(content[:_SAMPLE])
    if utf16:
        return _strict(content, utf16, where)
    if b"\0" in content[:_SAMPLE] or _is_binary(content[:_SAMPLE]):
        raise NotText(where, "this is a binary file, not text; give plain text or one of the formats of `greffier build --help`")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _windows_1252(content, where)


def _strict(content: bytes, name: str, where: str) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        raise NotText(
            where, f"it begins as {name} but byte {error.start:,} does not fit; save it as UTF-8 and try again"
        ) from None


def _windows_1252(content: bytes, where: str) -> str:
    try:
        return content.decode("windows-1252")
    except UnicodeDecodeError as error:
        raise NotText(
            where,
            f"the text is neither UTF-8, UTF-16 nor Windows-1252 (tried in this order; byte {error.start:,} fits none); "
            "save it as UTF-8 and try again",
        ) from None


def _utf16_without_mark(sample: bytes) -> str | None:
    """Latin text in UTF-16 has a zero in every second byte."""
    if len(sample) < 8 or sample.count(0) < len(sample) // 3:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 4 * max(1, even):
        return "utf-16-le"
    return "utf-16-be" if even > 4 * max(1, odd) else None


def _is_binary(sample: bytes) -> bool:
    controls = sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in sample)
    return controls > len(sample) // 100
