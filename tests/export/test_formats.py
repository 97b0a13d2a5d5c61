"""Every export, opened by a reader that knows nothing of greffier."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import networkx
import pandas
import pytest

from greffier.cli.export import NAMES
from greffier.export import dyads, gdelt, graphml, polecat
from greffier.export.formats import FORMATS, export
from greffier.export.tables import COLUMNS, table_cell
from greffier.ingest.raw import Options, raw_bytes
from greffier.ingest.sources import read_inputs, read_raw
from greffier.run.build import build
from greffier.store.record import Record

from ..conftest import ROOT

HOSTILE = (
    "date 2019-03-29 =cmd|'/c calc'!A1\tMoscou accuse \"Washington\"; de mentir, a dit\r\nle ministre.\r\n\r\n"
    "<script>alert(1)</script> La Russie a accusé vendredi les Etats-Unis | à Caracas."
)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    path = tmp_path_factory.mktemp("export") / "r.duckdb"
    items = [*read_inputs([str(ROOT / "examples")], Options()), *read_raw(raw_bytes(HOSTILE.encode(), "=hostile\t.txt"), Options())]
    build(path, items)
    with Record(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def files(record: Record, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("files")
    for name, form in FORMATS.items():
        export(record, name, folder / f"out{form.ending}.{name}")
    return {name: folder / f"out{form.ending}.{name}" for name, form in FORMATS.items()}


def events(record: Record) -> int:
    return int(record.one("SELECT count(DISTINCT link_id) FROM facts"))


def test_the_command_names_all_formats() -> None:
    assert tuple(FORMATS) == NAMES


def test_csv_by_duckdb_and_pandas(record: Record, files: dict[str, Path]) -> None:
    rows = duckdb.sql(f"SELECT * FROM read_csv('{files['csv']}', strict_mode = true, header = true, all_varchar = true)").fetchall()
    frame = pandas.read_csv(files["csv"])
    assert len(rows) == len(frame) == events(record)
    assert tuple(frame.columns) == COLUMNS


def test_no_cell_of_a_table_breaks_a_line_or_begins_a_formula(files: dict[str, Path]) -> None:
    with files["csv"].open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            assert len(row) == len(COLUMNS)
            assert not any("\n" in cell or "\t" in cell or cell[:1] in ("=", "+", "@") for cell in row)


@pytest.mark.parametrize(("value", "cell"), [("=1+1", "'=1+1"), (-2.0, "-2.0"), ("-cmd", "'-cmd"), (["a|b", "c"], "a/b|c"), (None, "")])
def test_cells(value: object, cell: str) -> None:
    assert table_cell(value) == cell


def test_parquet_has_types(record: Record, files: dict[str, Path]) -> None:
    described = dict(duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE FROM '{files['parquet']}')").fetchall())
    assert described["first_day"] == "DATE"
    assert described["actor_countries"] == "VARCHAR[]"
    assert duckdb.sql(f"SELECT count(*) FROM '{files['parquet']}'").fetchall() == [(events(record),)]


def test_jsonl_by_the_standard_library(record: Record, files: dict[str, Path]) -> None:
    rows = [json.loads(line) for line in files["jsonl"].read_text(encoding="utf-8").splitlines()]
    assert len(rows) == events(record)
    assert all(set(row) == set(COLUMNS) for row in rows)


def test_gdelt_has_61_columns_and_only_settled_days(files: dict[str, Path]) -> None:
    assert len(gdelt.COLUMNS) == 61
    frame = pandas.read_csv(files["gdelt"], sep="\t", header=None, names=gdelt.COLUMNS, quoting=csv.QUOTE_NONE, dtype=str)
    assert len(frame) > 10
    assert frame["Day"].str.fullmatch(r"\d{8}").all()
    assert frame["QuadClass"].isin(["1", "2", "3", "4"]).all()
    assert frame["GlobalEventID"].is_unique


def test_polecat_has_40_columns(files: dict[str, Path]) -> None:
    assert len(polecat.COLUMNS) == 40
    frame = pandas.read_csv(files["polecat"], sep="\t", dtype=str, keep_default_na=False)
    assert tuple(frame.columns) == polecat.COLUMNS
    assert frame["Event Type"].isin(["ACCUSE"]).any()


def test_dyads_add_up_to_events(record: Record, files: dict[str, Path]) -> None:
    frame = pandas.read_csv(files["dyads"])
    assert (frame["asserted"] <= frame["events"] + 1e-6).all()
    assert frame["day"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
    # Each event counts once for each directed pair of its countries, however many days it may have been on.
    once = record.one(
        """
        WITH sided AS (SELECT event_id, unnest(actors) AS a, CASE WHEN len(recipients) > 0 THEN recipients ELSE actors END AS others
                       FROM facts WHERE modality IN ('asserted', 'reported') AND event_id IN (SELECT event_id FROM fact_days)),
        best AS (SELECT arg_min(event_id, rank) AS event_id FROM facts WHERE modality IN ('asserted', 'reported') GROUP BY link_id)
        SELECT count(*) FROM (SELECT a, unnest(others) AS b FROM sided JOIN best USING (event_id)) WHERE a <> b
        """
    )
    assert frame["events"].sum() == pytest.approx(once, abs=1e-3)


def test_geojson_is_longitude_first(files: dict[str, Path]) -> None:
    collection = json.loads(files["geojson"].read_text(encoding="utf-8"))
    caracas = [f for f in collection["features"] if f["properties"]["place"] == "Caracas"]
    assert caracas
    longitude, latitude = caracas[0]["geometry"]["coordinates"]
    assert longitude == pytest.approx(-66.9, abs=0.3)
    assert latitude == pytest.approx(10.5, abs=0.3)


def test_graphml_by_networkx(files: dict[str, Path]) -> None:
    graph = networkx.read_graphml(files["graphml"], force_multigraph=True)
    assert graph.is_directed()
    assert graph.has_edge("USA", "VEN")
    assert all(data["events"] >= data["asserted"] for *_, data in graph.edges(data=True))


def test_labelstudio_spans_are_true(files: dict[str, Path]) -> None:
    tasks = json.loads(files["labelstudio"].read_text(encoding="utf-8"))
    assert len(tasks) == 22
    for task in tasks:
        for result in task["predictions"][0]["result"]:
            value = result["value"]
            assert task["data"]["text"][value["start"] : value["end"]] == value["text"]


def test_timeml_by_lxml_holds_each_article_unchanged(record: Record, files: dict[str, Path]) -> None:
    from lxml import etree

    with zipfile.ZipFile(files["timeml"]) as archive:
        roots = {name.removesuffix(".tml"): etree.fromstring(archive.read(name)) for name in archive.namelist()}
    texts = dict(record.rows("SELECT article_id, text FROM articles"))
    assert {article: "".join(root.find("TEXT").itertext()) for article, root in roots.items()} == texts
    times = {(article, t.text, t.get("value")) for article, root in roots.items() for t in root.find("TEXT").iter("TIMEX3")}
    assert len(times) > 50
    known = record.rows("SELECT article_id, text, value FROM times")
    # Without its signal (`until 2 June`), or one end of a range, a TIMEX3 is a part of a time of the record.
    apart = [t for t in times if not any(t[0] == a and words.endswith(t[1]) and t[2] == value for a, words, value in known)]
    assert all(any(a == b and words in whole and value in span for b, whole, span in known if span) for a, words, value in apart)
    assert len(apart) < len(times) / 10
    assert {root.find("DCT/TIMEX3").get("value") for root in roots.values()} >= {"2019-03-25", "2019-03-29"}


def test_the_same_record_gives_the_same_files(record: Record, files: dict[str, Path], tmp_path: Path) -> None:
    for name in FORMATS:
        export(record, name, tmp_path / name)
        assert (tmp_path / name).read_bytes() == files[name].read_bytes(), name


CODEBOOK = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_the_codebook_says_what_each_column_holds(name: str) -> None:
    columns = {"gdelt": gdelt.COLUMNS, "polecat": polecat.COLUMNS, "dyads": dyads.COLUMNS, "graphml": [key for key, _ in graphml.KEYS],
               "labelstudio": ["text", "article_id", "name"], "timeml": ["tid", "type", "value"]}  # fmt: skip
    heading = next(h for h in re.findall("^## (.+)$", CODEBOOK, re.MULTILINE) if name in h.split(", "))
    section = CODEBOOK.split(f"## {heading}\n")[1].split("\n## ")[0]
    assert [c for c in columns.get(name, [] if name == "geojson" else COLUMNS) if f"`{c}`" not in section] == []


def test_the_story_of_the_two_aircraft_is_one_event_on_one_day(record: Record, files: dict[str, Path]) -> None:
    (link,) = {row[0] for row in record.rows(
        "SELECT link_id FROM facts JOIN events USING (event_id) WHERE regexp_matches(sentence, '(?i)two russian a|deux avions') "
        "AND facts.type = 'MOBILIZE' AND facts.quad = 4")}  # fmt: skip
    told = record.rows('SELECT name, "when", language FROM facts JOIN articles USING (article_id) WHERE link_id = ? ORDER BY name', [link])
    assert {name[:2] for name, _, _ in told} >= {"11", "12", "13", "15"}
    assert {when for _, when, _ in told} == {"2019-03-23"}
    assert {language for *_, language in told} == {"fr", "en"}
    frame = pandas.read_parquet(files["parquet"]).set_index("event").loc[link]
    assert (str(frame["date"]), frame["tellings"], list(frame["actor_countries"]), list(frame["recipient_countries"])) == (
        "2019-03-23", len(told), ["RUS"], ["VEN"],
    )  # fmt: skip


def test_a_failed_export_leaves_no_file(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FORMATS, "csv", FORMATS["csv"]._replace(write=lambda record, path: path.write_text("half") // 0))
    with pytest.raises(ZeroDivisionError):
        export(record, "csv", tmp_path / "x.csv")
    assert not list(tmp_path.iterdir())
