"""CSV, TSV and Parquet: one article a row; columns by their usual names, or by --map."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

from greffier.errors import BadRow, InputError
from greffier.ingest.dates import published
from greffier.ingest.decode import decode
from greffier.ingest.jsonl import FIELDS, article_from_row
from greffier.ingest.raw import Item, Kind, Options, Raw
from greffier.model import Article
from greffier.settings import SETTINGS

USUAL = {
    "text": ("text", "body", "content", "fulltext", "full_text", "article", "texte", "contenu", "corps"),
    "id": ("id", "guid", "uri", "identifier", "article_id", "identifiant"),
    "language": ("language", "lang", "langue"),
    "published": ("published", "date", "published_at", "publication_date", "pubdate", "date_published", "date_publication"),
    "title": ("title", "headline", "titre"),
    "source": ("source", "outlet", "publisher", "newspaper", "journal", "media"),
    "url": ("url", "link", "lien"),
}
_DELIMITERS = (",", ";", "\t", "|")


def columns(header: list[str], options: Options) -> dict[str, str]:
    """Which column holds what: as given by --map, else by its usual name."""
    by_name = {name.strip().lower(): name for name in reversed(header)}
    found = dict(options.mapping)
    for field in FIELDS:
        usual = next((by_name[name] for name in USUAL[field] if name in by_name), None)
        if usual is not None:
            found.setdefault(field, usual)
    return found


def _header(raw: Raw, options: Options) -> tuple[str, list[str]] | None:
    """The delimiter and the header of a table, None when this is none."""
    try:
        line = decode(raw.head, raw.where).lstrip("\ufeff").split("\n", 1)[0].strip("\r")
    except InputError:
        return None
    for delimiter in _DELIMITERS:
        try:
            names = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            continue
        wanted = options.mapping.get("text")
        known = wanted in names if wanted else any(n.strip().lower() in USUAL["text"] for n in names)
        if len(names) > 1 and known:
            return delimiter, names
    return None


def read_csv(raw: Raw, options: Options) -> Iterator[Item]:
    """The articles of a table of text."""
    found = _header(raw, options)
    if found is None:  # the kind matched on the same head, so this is for callers that did not ask
        yield InputError(raw.where, "the first line names no column with the text; give it with --map text=COLUMN")
        return
    delimiter, header = found
    mapping = Options(columns(header, options), options.language)
    csv.field_size_limit(SETTINGS.max_article_chars * 4)
    with raw.open() as stream:
        lines = io.TextIOWrapper(stream, encoding=_encoding(raw), errors="strict", newline="")
        reader = csv.reader(lines, delimiter=delimiter)
        number = 1
        try:
            next(reader, None)
            for row in reader:
                where = f"{raw.where}:{number + 1}"
                number = reader.line_num
                if not any(row):
                    continue
                if len(row) != len(header):
                    yield BadRow(where, f"this row has {len(row)} columns, the header {len(header)}; is a quotation mark missing?")
                    continue
                yield dated(article_from_row(dict(zip(header, row, strict=True)), where, mapping))
        except (csv.Error, UnicodeDecodeError) as error:
            yield BadRow(f"{raw.where}:{number + 1}", f"the table cannot be read from here on ({error})")


def _encoding(raw: Raw) -> str:
    for encoding in ("utf-8-sig", "utf-16"):
        if raw.head.startswith((b"\xff\xfe", b"\xfe\xff")) == (encoding == "utf-16"):
            with raw.open() as stream:
                try:
                    for _ in io.TextIOWrapper(stream, encoding=encoding):
                        pass
                    return encoding
                except UnicodeError:
                    break
    return "windows-1252"


def dated(item: Item) -> Item:
    """The article with its date in EDTF, whatever way the table wrote it."""
    if isinstance(item, Article) and item.published:
        from msgspec.structs import replace

        return replace(item, published=published(item.published) or item.published)
    return item


def read_parquet(raw: Raw, options: Options) -> Iterator[Item]:
    """The articles of a Parquet file, by DuckDB."""
    if raw.path is not None:
        yield from _parquet(raw.path, raw.where, options)
        return
    with tempfile.TemporaryDirectory(prefix="greffier-") as folder:
        path = Path(folder) / "table.parquet"
        path.write_bytes(raw.content())
        yield from _parquet(path, raw.where, options)


def _parquet(path: Path, where: str, options: Options) -> Iterator[Item]:
    import duckdb

    with duckdb.connect() as connection:
        try:
            cursor = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
            header = [column[0] for column in cursor.description or []]
            mapping = Options(columns(header, options), options.language)
            number = 0
            while rows := cursor.fetchmany(1000):
                for row in rows:
                    number += 1
                    values = {
                        name: value if value is None or isinstance(value, str) else str(value)
                        for name, value in zip(header, row, strict=True)
                    }
                    yield dated(article_from_row(values, f"{where}:{number}", mapping))
        except duckdb.InterruptException:  # Ctrl-C
            raise KeyboardInterrupt from None
        except duckdb.Error as error:
            yield InputError(where, f"this Parquet file cannot be read ({str(error).splitlines()[0]})")


CSV = Kind("CSV", lambda raw, options: _header(raw, options) is not None, read_csv)
PARQUET = Kind("Parquet", lambda raw, options: raw.head.startswith(b"PAR1"), read_parquet)
