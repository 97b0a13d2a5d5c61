"""Full-text search over a record: articles, quotations and events, in a tantivy index beside it.

Words are found in any form of the same stem (French and English), with or without accents. The index holds nothing of
its own: it is made anew from the record after each build, under a temporary name that is renamed when it is whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from greffier.errors import RecordError
from greffier.store.record import Record

KINDS = ("event", "quote", "article")
_BATCH = 5_000
_WORDS = ("words_fr", "words_en")
_NEVER_BEFORE, _NEVER_AFTER = 0, 10_000_000


@dataclass(frozen=True)
class Filters:
    """What hits must be: countries by ISO code, `pair` of two countries, days both included."""

    kind: str | None = None
    actor: str | None = None
    pair: tuple[str, str] | None = None
    type: str | None = None
    modality: str | None = None
    place: str | None = None
    speaker: str | None = None
    language: str | None = None
    first_day: date | None = None
    last_day: date | None = None


class Hit(NamedTuple):
    """One thing found: its kind, its id in the record, and how well it fits."""

    kind: str
    id: str
    article_id: str
    score: float


def index_path(record: Path) -> Path:
    """The folder of a record's index."""
    return record.with_name(record.name + ".search")


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in ("kind", "id", "article_id"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw")
    for name in ("language", "country", "pair", "type", "modality"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("place", "speaker", "name"):
        builder.add_text_field(name, tokenizer_name="names", index_option="position")
    for field in _WORDS:
        builder.add_text_field(field, tokenizer_name=field, index_option="position")
    for name in ("first_day", "last_day"):
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


def _register(index: Any) -> Any:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    def analyzer(*filters: Any) -> Any:
        builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.lowercase())
        for each in filters:
            builder = builder.filter(each)
        return builder.build()

    index.register_tokenizer("names", analyzer(Filter.ascii_fold()))
    index.register_tokenizer("words_fr", analyzer(Filter.ascii_fold(), Filter.stemmer("french")))
    index.register_tokenizer("words_en", analyzer(Filter.ascii_fold(), Filter.stemmer("english")))
    return index


def rebuild(record: Record) -> int:
    """Make the index of a record anew. Returns the number of documents."""
    import tantivy

    final = index_path(record.path)
    working = final.with_name(final.name + ".tmp")
    shutil.rmtree(working, ignore_errors=True)
    working.mkdir(parents=True)
    index = _register(tantivy.Index(_schema(), path=str(working)))
    writer = index.writer(heap_size=128_000_000, num_threads=1)
    count = 0
    for values in _documents(record):
        document = tantivy.Document()
        for name, value in values.items():
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, int):
                    document.add_integer(name, each)
                elif each:
                    document.add_text(name, each)
        writer.add_document(document)
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    shutil.rmtree(final, ignore_errors=True)
    working.rename(final)
    return count


def _documents(record: Record) -> Iterator[dict[str, Any]]:
    """All documents of the index: one for each article, quotation and event."""
    sources = {
        "article": "SELECT article_id, article_id, language, coalesce(title, '') || ' ' || text, [], [], [], NULL, NULL, NULL, "
        "NULL, first_day, last_day FROM articles ORDER BY 1",
        "quote": "SELECT quote_id, article_id, language, content, [speaker_country], [], [speaker], NULL, NULL, NULL, speaker, "
        "first_day, last_day FROM quotes JOIN articles USING (article_id) ORDER BY 1",
        "event": """
            SELECT f.event_id, f.article_id, a.language, e.sentence, f.actors, f.recipients,
                   list(DISTINCT s.name), f.type, f.modality, p.name, f.claimant, f.first_day, f.last_day
            FROM facts f JOIN events e USING (event_id) JOIN articles a ON a.article_id = f.article_id
            LEFT JOIN event_sides s ON s.event_id = f.event_id LEFT JOIN places p ON p.place_id = f.place_id
            GROUP BY ALL ORDER BY 1
        """,
    }
    for kind, sql in sources.items():
        cursor = record.connection.cursor().execute(sql)
        while rows := cursor.fetchmany(_BATCH):
            for row in rows:
                yield _document(kind, row)


def _document(kind: str, row: tuple[Any, ...]) -> dict[str, Any]:
    id_, article, language, words, actors, recipients, names, type_, modality, place, speaker, first, last = row
    countries = sorted({c for c in [*actors, *recipients] if c})
    return {
        "kind": kind, "id": id_, "article_id": article, "language": language,
        "country": countries, "pair": [f"{a} {b}" for a in countries for b in countries if a < b],
        "name": [n for n in names if n], "type": type_, "modality": modality, "place": place, "speaker": speaker,
        f"words_{language}": words,
        "first_day": first.toordinal() if first else _NEVER_BEFORE, "last_day": last.toordinal() if last else _NEVER_AFTER,
    }  # fmt: skip


def search(record_path: Path, words: str, filters: Filters, limit: int = 20, offset: int = 0) -> tuple[int, list[Hit]]:
    """How many things fit, and the best of them. Raises RecordError when there is no index."""
    index = _open(record_path)
    searcher = index.searcher()
    found = searcher.search(_query(index, words, filters), limit=max(1, limit), offset=offset)
    hits = []
    for score, address in found.hits:
        document = searcher.doc(address)
        hits.append(Hit(document["kind"][0], document["id"][0], document["article_id"][0], float(score or 0)))
    return int(found.count or 0), hits


def _open(record_path: Path) -> Any:
    import tantivy

    folder = index_path(record_path)
    try:
        return _register(tantivy.Index(_schema(), path=str(folder)))
    except ValueError as error:
        raise RecordError(
            f"{folder}: there is no search index that can be read ({error}); make it with `greffier index {record_path}`"
        ) from None


def _query(index: Any, words: str, filters: Filters) -> Any:
    from tantivy import FieldType, Occur, Query

    must = []
    if words.strip():
        query, _ = index.parse_query_lenient(words, [*_WORDS, "name", "speaker", "place"], conjunction_by_default=True)
        must.append(query)
    exact = {"kind": filters.kind, "country": filters.actor, "type": filters.type, "modality": filters.modality,
             "language": filters.language, "pair": " ".join(sorted(filters.pair)) if filters.pair else None}  # fmt: skip
    must.extend(Query.term_query(index.schema, name, value) for name, value in exact.items() if value)
    for name, value in (("place", filters.place), ("speaker", filters.speaker)):
        if value:
            must.append(index.parse_query_lenient(f'"{value.replace(chr(34), " ")}"', [name])[0])
    if filters.first_day:
        first = filters.first_day.toordinal()
        must.append(Query.range_query(index.schema, "last_day", FieldType.Integer, first, _NEVER_AFTER))
    if filters.last_day:
        last = filters.last_day.toordinal()
        must.append(Query.range_query(index.schema, "first_day", FieldType.Integer, _NEVER_BEFORE, last))
    return Query.boolean_query([(Occur.Must, query) for query in must]) if must else Query.all_query()
