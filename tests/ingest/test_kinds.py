"""Every kind of source is told by its content, read, and resists what is hostile."""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from greffier.cli.inputs import add_inputs, options_from
from greffier.errors import InputError
from greffier.ingest import sources
from greffier.ingest.raw import Item, Options, raw_bytes
from greffier.ingest.sources import KINDS, read_as, read_inputs, read_raw
from greffier.model import Article

from .samples import PAGE, RSS, SAMPLES, WORDS, docx, warc, zipped

KIND_OF = {
    "html": "web page", "rss": "feed", "atom": "feed", "newsml": "NewsML-G2", "ninjs1": "JSON", "ninjs2": "JSON",
    "factiva_xml": "Factiva XML", "factiva_html": "Factiva HTML", "europresse": "Europresse", "lexisnexis": "LexisNexis text",
    "csv": "CSV", "tsv": "CSV", "parquet": "Parquet", "warc": "WARC", "zip": "zip", "gz": "gzip", "docx": "Word",
    "docx_nexis": "Word", "jsonl": "JSONL", "plain": "plain text",
}  # fmt: skip
DATED = sorted(set(SAMPLES) - {"zip", "gz", "docx", "plain", "csv"})


def read(content: bytes, where: str = "input.bin", **options: object) -> list[Item]:
    return list(read_raw(raw_bytes(content, where), Options(**options)))  # type: ignore[arg-type]


def articles(items: list[Item]) -> list[Article]:
    return [item for item in items if isinstance(item, Article)]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_kind_is_told_by_content(name: str) -> None:
    raw = raw_bytes(SAMPLES[name], "no-ending")
    assert next(k.name for k in KINDS if k.matches(raw, Options())) == KIND_OF[name]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_words_come_through(name: str) -> None:
    found = articles(read(SAMPLES[name]))
    assert found
    assert all("Moscou accuse Washington de préparer un coup d'Etat." in a.text for a in found)
    assert all("<" not in a.text for a in found)


@pytest.mark.parametrize("name", DATED)
def test_the_date_comes_through(name: str) -> None:
    assert articles(read(SAMPLES[name]))[0].published == "2019-03-29"


@pytest.mark.parametrize("name", sorted(set(DATED) - {"jsonl", "tsv", "parquet"}))
def test_title_and_outlet_come_through(name: str) -> None:
    article = articles(read(SAMPLES[name]))[0]
    assert article.title == "Le ton monte"
    assert article.source == ("GREFFIER" if name == "newsml" else "Le Greffier")


def test_paragraphs_stay_apart() -> None:
    assert articles(read(SAMPLES["newsml"]))[0].text == f"{WORDS}\n\nFin."


def test_a_wrong_row_is_named_and_the_rest_goes_on() -> None:
    items = read(SAMPLES["csv"], "table.csv")
    assert [type(i).__name__ for i in items] == ["Article", "BadRow", "Article"]
    assert str(items[1]).startswith("table.csv:3: this row has 3 columns, the header 4")


def test_an_entry_without_words_is_a_reject() -> None:
    assert "no words, only a link" in str(read(RSS.encode(), "feed")[1])


def test_columns_are_mapped() -> None:
    items = read(b"when,words\n2019-03-29,Moscou accuse Paris\n", mapping={"text": "words", "published": "when"})
    assert articles(items)[0].text == "Moscou accuse Paris"
    assert articles(items)[0].published == "2019-03-29"


def test_a_day_first_date_of_slashes_is_kept_as_it_is_rather_than_guessed() -> None:
    assert articles(read(SAMPLES["csv"]))[0].published == "29/03/2019"


def test_files_in_archives_have_names_that_lead_to_them(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(zipped(**{"in/a.txt": WORDS, "in/b.zip": zipped(c__txt=WORDS)}))
    wheres = [a.where for a in articles(list(read_inputs([str(path)], Options())))]
    assert wheres == [f"{path}!in/a.txt", f"{path}!in/b.zip!c.txt"]


@pytest.mark.parametrize("name", sorted(SAMPLES))
@pytest.mark.parametrize("around", ["zip", "gz", "gz in zip"])
def test_everything_is_read_from_zip_and_gz_too(around: str, name: str) -> None:
    content = SAMPLES[name]
    packed = zipped(inner=content) if around == "zip" else gzip.compress(content) if around == "gz" else zipped(inner=gzip.compress(content))
    plain, found = articles(read(content)), articles(read(packed))
    assert [(a.text, a.title, a.published, a.source) for a in found] == [(a.text, a.title, a.published, a.source) for a in plain]


def test_a_warc_that_is_not_compressed() -> None:
    assert articles(read(gzip.decompress(SAMPLES["warc"])))[0].title == "Le ton monte"


# Sources of many articles: one good, one wrong, one good; where the wrong one is, and why.
GOOD = json.dumps({"text": WORDS})
_FACTIVA = "<article><accessionNo>F</accessionNo><leadParagraph><paragraph>{}</paragraph></leadParagraph></article>"
_FIELDS = "<div class='article frArticle'><table><tr><td><b>HD</b></td><td>T</td></tr><tr><td><b>LP</b></td><td><p>{}</p></td></tr></table></div>"
_EUROPRESSE = "<article><span class='DocHeader'>29 mars 2019</span><div class='docOcurrContainer'><p>{}</p></div></article>"
_NEWSML = "<newsItem guid='n'><contentSet><inlineXML><p>{}</p></inlineXML></contentSet></newsItem>"
_NEXIS = "\n\n {n} of 3 DOCUMENTS\n\n Le Greffier\n\n 29 mars 2019\n\nLe ton monte\n\nLENGTH: 14 words\n\n{words}\n\nLANGUAGE: FRENCH\n"
THREE: dict[str, tuple[bytes, str, str]] = {
    "JSONL": (f'{GOOD}\n{{"text": 5}}\n{GOOD}\n'.encode(), ":2", "`text` must be words, it is int"),
    "JSONL, no JSON": (f"{GOOD}\n{{oops\n{GOOD}\n".encode(), ":2", "this line is no JSON"),
    "CSV": (f"text,date\n{WORDS},2019\n{WORDS}\n{WORDS},2019\n".encode(), ":3", "this row has 1 columns, the header 2"),
    "CSV, empty": (f"text,date\n{WORDS},2019\n,2019\n{WORDS},2019\n".encode(), ":3", "there is no `text` in it"),
    "Parquet": (b"", ":2", "there is no `body` in it"),
    "JSON": (f"[{GOOD}, 7, {GOOD}]".encode(), ":2", "this is a JSON int, not an article"),
    "feed": (("<rss><channel>" + "".join(f"<item><title>T</title><description>{w}</description></item>" for w in (WORDS, "", WORDS))
              + "</channel></rss>").encode(), ":2", "no words, only a link"),
    "NewsML-G2": (f"<newsMessage>{''.join(map(_NEWSML.format, (WORDS, '', WORDS)))}</newsMessage>".encode(), ":2", "carries no words"),
    "Factiva XML": (f"<ppsArticleResponse>{''.join(map(_FACTIVA.format, (WORDS, '', WORDS)))}</ppsArticleResponse>".encode(), ":2",
                    "no leadParagraph, no tailParagraphs"),
    "Factiva HTML": (f"<html><body>{''.join(map(_FIELDS.format, (WORDS, '', WORDS)))}</body></html>".encode(), ":2", "no LP, no TD"),
    "Europresse": (f"<html><body>{''.join(map(_EUROPRESSE.format, (WORDS, '', WORDS)))}</body></html>".encode(), ":2",
                   "carries no words (no docOcurrContainer)"),
    "LexisNexis": ("".join(_NEXIS.format(n=n, words=w) for n, w in ((1, WORDS), (2, ""), (3, WORDS))).encode(), ":2", "has no Body"),
    "WARC": (warc(PAGE, "<!DOCTYPE html><html><body></body></html>", PAGE), ":2", "no article was found in this page"),
    "zip": (zipped(a__txt=WORDS, b__txt=b"", c__txt=WORDS), "!b.txt", "there is no text in it"),
}  # fmt: skip


def three_rows() -> bytes:
    """A Parquet file whose second row has no words."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(pa.table({"body": [WORDS, None, WORDS]}), buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("name", THREE)
def test_a_wrong_row_of_any_kind_is_a_reject_with_place_and_reason(name: str) -> None:
    content, place, reason = THREE[name]
    items = read(content or three_rows(), "many")
    assert [type(i) is Article for i in items] == [True, False, True]
    assert isinstance(items[1], InputError)
    assert items[1].where == f"many{place}"
    assert reason in items[1].reason


@pytest.mark.parametrize("kind", ["csv", "tsv", "jsonl", "parquet"])
def test_columns_are_mapped_by_the_command(kind: str, tmp_path: Path) -> None:
    """`--map text=words`, over a column that would be taken by its usual name."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path, row = tmp_path / "table", {"text": "Ce n'est pas cela.", "words": WORDS, "day": "2019-03-29", "paper": "Le Greffier"}
    if kind == "parquet":
        pq.write_table(pa.table({name: [value] for name, value in row.items()}), path)
    elif kind == "jsonl":
        path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    else:
        separator = "," if kind == "csv" else "\t"
        path.write_text(separator.join(row) + "\n" + separator.join(row.values()) + "\n", encoding="utf-8")
    parser = argparse.ArgumentParser()
    add_inputs(parser)
    arguments = parser.parse_args([str(path), "--map", "text=words", "--map", "published=day", "--map", "source=paper"])
    (article,) = articles(list(read_inputs(arguments.inputs, options_from(arguments))))
    assert (article.text, article.published, article.source) == (WORDS, "2019-03-29", "Le Greffier")


# --- hostile ---------------------------------------------------------------------------------------------------------
def test_a_path_in_an_archive_never_becomes_a_file(tmp_path: Path) -> None:
    items = read(zipped(**{"../../escaped.txt": WORDS, "/etc/passwd": WORDS}))
    assert len(articles(items)) == 2
    assert not list(tmp_path.parent.rglob("escaped*"))


def test_a_word_file_that_is_a_bomb_or_has_entities(monkeypatch: pytest.MonkeyPatch) -> None:
    names = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    entity = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{names}"><w:p><w:t>Mots &x;</w:t></w:p></w:document>'
    (item,) = read(zipped(**{"[Content_Types].xml": "<Types/>", "word/document.xml": entity}))
    assert "root:" not in (item.text if isinstance(item, Article) else item.reason)
    monkeypatch.setattr("greffier.ingest.lexisnexis.SETTINGS", _small(max_unpacked_bytes=100_000))
    assert "unpacks to more than" in str(read(docx("a" * 5_000_000))[0])


@pytest.mark.parametrize("bomb", ["zip", "gz"])
def test_a_bomb_is_refused(bomb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greffier.ingest.archives.SETTINGS", _small(max_unpacked_bytes=100_000))
    zeros = b"a" * 5_000_000
    content = zipped(a__txt=zeros) if bomb == "zip" else gzip.compress(zeros)
    items = read(content)
    assert len(items) == 1
    assert "unpacks to more than 100,000 bytes" in str(items[0])


def test_archives_in_archives_end() -> None:
    content = zipped(a__txt=WORDS)
    for _ in range(6):
        content = zipped(inner__zip=content)
    assert "deeper than" in str(read(content)[0])


def test_too_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("greffier.ingest.archives.SETTINGS", _small(max_archive_members=3))
    assert "4 files in one archive" in str(read(zipped(**{f"{n}.txt": WORDS for n in range(4)}))[0])


@pytest.mark.parametrize(
    "entity",
    ['<!ENTITY x SYSTEM "file:///etc/hostname">', '<!ENTITY a "aaaaaaaaaa"><!ENTITY x "&a;&a;&a;&a;&a;&a;&a;&a;">'],
)
@pytest.mark.parametrize(
    "body",
    [
        "<newsItem><contentSet><inlineXML><p>{words}&x;</p></inlineXML></contentSet></newsItem>",
        "<ppsArticleResponse><article><leadParagraph>{words}&x;</leadParagraph></article></ppsArticleResponse>",
        "<rss><channel><item><description>{words}&x;</description></item></channel></rss>",
    ],
)
def test_entities_are_not_resolved(entity: str, body: str) -> None:
    hostname = Path("/etc/hostname").read_text(encoding="utf-8").strip() if Path("/etc/hostname").exists() else "no such"
    content = f"<?xml version='1.0'?><!DOCTYPE r [{entity}]>{body.format(words='Moscou parle. ')}"
    for item in read(content.encode()):
        words = item.text if isinstance(item, Article) else item.reason
        assert hostname not in words
        assert "aaaaaaaaaa" not in words


def test_a_damaged_warc_keeps_what_came_before() -> None:
    content = warc(PAGE, PAGE)
    items = read(content[: len(content) * 3 // 4])
    assert len(articles(items)) >= 1


def test_a_feed_is_fetched_from_its_address() -> None:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/feed" else 404)
            self.end_headers()
            self.wfile.write(RSS.encode() if self.path == "/feed" else b"")

        def log_message(self, *ignored: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        good, bad = list(read_inputs([f"{address}/feed"], Options())), list(read_inputs([f"{address}/none"], Options()))
    finally:
        server.shutdown()
        server.server_close()
    assert articles(good)[0].id == "g1"
    assert "cannot be fetched" in str(bad[0])
    assert "404" in str(bad[0])


INSERTED = [b"<", b"\x00", b"&x;", b'"', b"PK\x03\x04", b"<!--", b"]]>", b"\xff\xfe", b"{", b"[" * 300, b"<p>" * 300, b"\n" * 9, b"\x1f\x8b"]


@st.composite
def mutated(draw: st.DrawFn, name: str) -> bytes:
    """A sample with bytes changed, cut out, doubled, or with the head of another before it."""
    content = bytearray(SAMPLES[name])
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(content) - 1)))
        change = draw(st.sampled_from(["set", "cut", "double", "insert", "head"]))
        if change == "set" and content:
            content[at] = draw(st.integers(0, 255))
        elif change == "cut":
            del content[at : at + draw(st.integers(1, 400))]
        elif change == "double":
            content[at:at] = content[at : at + 100]
        elif change == "insert":
            content[at:at] = draw(st.sampled_from(INSERTED))
        else:
            content[:0] = SAMPLES[draw(st.sampled_from(sorted(SAMPLES)))][:64]
    return bytes(content)


FUZZED = int(os.environ.get("GREFFIER_FUZZ", "600"))  # files for each reader


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_mutated_files_give_articles_or_sentences(name: str) -> None:
    """Read as what they look like, and by the reader of what they were."""
    kind = next(k for k in KINDS if k.name == KIND_OF[name])

    @given(mutated(name))
    @settings(max_examples=FUZZED, deadline=4000, database=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    def holds(content: bytes) -> None:
        raw = raw_bytes(content, "input.bin")
        for item in (*read_raw(raw, Options()), *read_as(kind, raw, Options())):
            assert isinstance(item, Article | InputError)
            if isinstance(item, InputError):
                assert item.where.startswith("input.bin")
                assert "Traceback" not in item.reason

    holds()


@pytest.fixture(autouse=True)
def no_file_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Readers write nothing into the folder they are called in."""
    folder = tmp_path / "cwd"
    folder.mkdir()
    monkeypatch.chdir(folder)
    yield
    assert not list(folder.iterdir())


def _small(**limits: int) -> object:
    from dataclasses import replace

    return replace(sources.SETTINGS, **limits)


@pytest.mark.parametrize("name", ["README.md", "SOURCES.md", "LICENCE.txt", ".hidden.txt"])
def test_files_about_a_folder_are_no_articles(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text("Paris accuse Moscou.", encoding="utf-8")
    (tmp_path / name).write_text("Ce dossier contient des articles.", encoding="utf-8")
    assert len(list(read_inputs([str(tmp_path)], Options()))) == 1
