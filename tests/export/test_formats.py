"""Every export, opened by a reader that knows nothing of greffier."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import networkx
import pandas
import pytest

from greffier.cli.export import NAMES
from greffier.export import gdelt, polecat
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
    share = record.one(
        "SELECT sum(share) FROM fact_days JOIN facts USING (event_id) WHERE event_id = (SELECT event_id FROM fact_days "
        "GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 1)"
    )
    assert share is None or abs(share - 1) < 1e-9


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


def test_a_failed_export_leaves_no_file(record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FORMATS, "csv", FORMATS["csv"]._replace(write=lambda record, path: path.write_text("half") // 0))
    with pytest.raises(ZeroDivisionError):
        export(record, "csv", tmp_path / "x.csv")
    assert not list(tmp_path.iterdir())
