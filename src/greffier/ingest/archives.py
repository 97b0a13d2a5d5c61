"""zip and gzip: what lies in them is read in memory, never written to disk, within limits.

A name in an archive is only ever shown: no path is made of it, so none can escape. An archive that unpacks to far more
than it holds is refused before it fills the memory.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator

from greffier.errors import InputError
from greffier.ingest.raw import Item, Kind, Options, Raw, raw_bytes
from greffier.settings import SETTINGS

_DEEPEST = 3
ReadRaw = Callable[[Raw, Options], Iterator[Item]]


def zip_kind(read_raw: ReadRaw) -> Kind:
    """zip archives; their members are read by `read_raw`."""

    def read(raw: Raw, options: Options) -> Iterator[Item]:
        if raw.depth >= _DEEPEST:
            yield InputError(raw.where, f"archives in archives deeper than {_DEEPEST} are not opened")
            return
        try:
            with raw.open() as stream, zipfile.ZipFile(stream) as archive:
                yield from _members(archive, raw, options, read_raw)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
            yield InputError(raw.where, f"this zip is damaged ({error}); fetch it again")

    return Kind("zip", lambda raw, options: raw.head.startswith((b"PK\x03\x04", b"PK\x05\x06")), read)


def _members(archive: zipfile.ZipFile, raw: Raw, options: Options, read_raw: ReadRaw) -> Iterator[Item]:
    members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.rsplit("/", 1)[-1].startswith(".")]
    if len(members) > SETTINGS.max_archive_members:
        yield InputError(raw.where, f"{len(members):,} files in one archive (limit GREFFIER_MAX_ARCHIVE_MEMBERS)")
        return
    if not members:
        yield InputError(raw.where, "this archive holds no files")
    left = SETTINGS.max_unpacked_bytes
    for member in members:
        where = f"{raw.where}!{member.filename}"
        try:
            with archive.open(member) as stream:
                content = stream.read(left + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, zlib.error, ValueError) as error:
            yield InputError(where, f"this file of the archive cannot be unpacked ({error})")
            continue
        left -= len(content)
        if left < 0:
            yield InputError(where, f"the archive unpacks to more than {SETTINGS.max_unpacked_bytes:,} bytes "
                                    "(GREFFIER_MAX_UNPACKED_BYTES); unpack it yourself if you trust it")  # fmt: skip
            return
        yield from read_raw(raw_bytes(content, where, raw.depth + 1), options)


def gzip_kind(read_raw: ReadRaw) -> Kind:
    """gzip files; what they hold is read by `read_raw`."""

    def read(raw: Raw, options: Options) -> Iterator[Item]:
        if raw.depth >= _DEEPEST:
            yield InputError(raw.where, f"archives in archives deeper than {_DEEPEST} are not opened")
            return
        limit = SETTINGS.max_unpacked_bytes
        try:
            with raw.open() as stream, gzip.GzipFile(fileobj=stream) as unpacked:
                content = unpacked.read(limit + 1)
        except (OSError, EOFError, zlib.error) as error:
            yield InputError(raw.where, f"this gzip is damaged ({error}); fetch it again")
            return
        if len(content) > limit:
            yield InputError(raw.where, f"it unpacks to more than {limit:,} bytes (GREFFIER_MAX_UNPACKED_BYTES); "
                                        "unpack it yourself if you trust it")  # fmt: skip
            return
        inner = Raw(raw.where.removesuffix(".gz"), lambda: io.BytesIO(content), None, raw.depth + 1)
        yield from read_raw(inner, options)

    return Kind("gzip", lambda raw, options: raw.head.startswith(b"\x1f\x8b"), read)
