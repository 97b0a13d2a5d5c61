"""The commands as a user meets them: help, output, and sentences instead of tracebacks."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from greffier.cli import COMMANDS, main
from greffier.settings import SETTINGS, TABLE

from ..conftest import ROOT

SENTENCE = "Moscou accuse Washington de préparer un coup d'Etat, a déclaré vendredi le ministre russe."


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit status, stdout, stderr of a command run in this process."""
    try:
        status = main(list(arguments))
    except SystemExit as leaving:
        status = int(leaving.code or 0)
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return status, captured.out, captured.err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "--help")
    assert status == 0
    assert all(f"\n    {name}" in out for name in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_each_command_teaches(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, command, "--help")
    assert status == 0
    assert len(out.splitlines()) > 4


def test_help_is_there_at_once() -> None:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "greffier", "--help"], check=True, capture_output=True)
    assert time.perf_counter() - began < 1.5  # measured by `make bench`; this only catches a heavy import


def test_nothing_heavy_is_imported_for_help() -> None:
    code = "import sys; from greffier.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass\n"
    code += "print([m for m in ('spacy', 'numpy', 'duckdb', 'tantivy', 'fastapi', 'rich') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert out.splitlines()[-1] == "[]"


def test_read_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.txt"
    file.write_text("date 2019-03 " + SENTENCE, encoding="utf-8")
    status, out, _ = run(capsys, "read", str(file))
    assert status == 0
    assert "ACCUSE" in out
    assert "RUS GOV → USA GOV" in out
    assert "\x1b[" not in out


def test_read_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.jsonl"
    rows = [{"id": "x", "text": SENTENCE}, {"id": "y", "text": SENTENCE, "published": "2019-03-29", "other": [1]}]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    status, out, _ = run(capsys, "read", "--format", "jsonl", str(file))
    schema = json.loads(run(capsys, "schema")[1])
    readings = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [r["id"] for r in readings] == ["x", "y"]
    for reading in readings:
        jsonschema.validate(reading, schema)


@pytest.mark.parametrize(
    ("name", "content", "status", "words"),
    [
        ("empty.txt", b"", 1, "there is no text in it"),
        ("blank.txt", b"  \n\t ", 1, "there is no text in it"),
        ("binary.txt", bytes(range(256)) * 40, 1, "this is a binary file"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200), 1, "this is a binary file"),
        ("wrong.txt", b"Le pr\xe9sident a dit \x81\x8d\x90 que", 1, "neither UTF-8, UTF-16 nor Windows-1252"),
        ("long.txt", b"Le ministre a dit non. " * 2_200_000, 1, "split it into articles"),
        ("a.jsonl", b'{"text": "Moscou accuse Washington de mentir."}\n{"text": \n', 1, "a.jsonl:2: this line is no JSON"),
        ("b.jsonl", b'{"text": "Moscou accuse Washington de mentir."}\n{"body": "x"}\n', 1, "b.jsonl:2: there is no `text`"),
        ("c.jsonl", b'{"text": 5}\n', 1, "c.jsonl:1: `text` must be words"),
        ("d.jsonl", b'{"text": "Moscou accuse Washington"}\n[1, 2]\n', 1, "d.jsonl:2: this line is a JSON list"),
        ("es.txt", b"El ministro de Defensa dijo ayer que nadie debe preocuparse.", 1, "its language is 'es'"),
        ("deep.jsonl", b'{"text": ' + b"[" * 200_000 + b"\n", 1, "deep.jsonl"),
    ],
)
def test_a_bad_input_ends_in_a_sentence(
    name: str, content: bytes, status: int, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(content)
    got, _, err = run(capsys, "read", "--format", "jsonl", str(tmp_path / name))
    assert got == status
    assert words in err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
def test_encodings_that_are_read(encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_bytes(("Le général a déclaré : « C'est fini ». " + SENTENCE).encode(encoding))
    status, out, _ = run(capsys, "read", "--format", "json", str(tmp_path / "a.txt"))
    assert status == 0
    assert json.loads(out)["quotes"][0]["content"][0]["text"] == "« C'est fini »"


def test_standard_input() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "greffier", "read", "-", "--format", "jsonl"], input=SENTENCE.encode(), capture_output=True
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["language"] == "fr"


@pytest.mark.parametrize("reader", ["head -1", "sleep 0"])
def test_a_reader_that_leaves_early(reader: str) -> None:
    """Mid-way, or before the first word has left the buffer."""
    done = subprocess.run(
        f"{sys.executable} -m greffier schema | {reader}", shell=True, capture_output=True, text=True, check=True
    )
    assert done.stdout == ("{\n" if reader == "head -1" else "")
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("read",), "required"),
        (("read", "--map", "text", "x.txt"), "FIELD=COLUMN"),
        (("query", "nowhere.duckdb", "SELECT 1"), "there is no such record"),
        (("build", "x", "-o", "r.duckdb", "--jobs", "0"), "--jobs must be 1 or more"),
        (("score", "nowhere.jsonl"), "cannot be read"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
                     monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    status, _, err = run(capsys, *arguments)
    assert status in (1, 2)
    assert words in err


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "read", "nowhere.txt")
    assert status == 1
    assert "nowhere.txt: there is no such file or folder" in err


def test_settings_are_documented(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "settings")
    for name, (default, text) in TABLE.items():
        assert f"GREFFIER_{name.upper()}=" in out
        assert text in out
        assert hasattr(SETTINGS, name), default


def test_a_wrong_setting_is_told() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "greffier", "settings"], env={"GREFFIER_BATCH_WORDS": "many", "PATH": ""},
        capture_output=True, text=True,
    )  # fmt: skip
    assert "GREFFIER_BATCH_WORDS='many' is no whole number" in done.stderr
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_query_cannot_reach_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from greffier.store.record import Record

    with Record(tmp_path / "r.duckdb", write=True):
        pass
    status, _, err = run(capsys, "query", str(tmp_path / "r.duckdb"), f"SELECT * FROM read_text('{ROOT / 'README.md'}')")
    assert status == 2
    assert "disabled" in err


def test_the_installed_command_is_quiet(tmp_path: Path) -> None:
    """At its end too: DuckDB's bindings complain of what is not collected."""
    file = tmp_path / "a.txt"
    file.write_text("date 2019-03 " + SENTENCE, encoding="utf-8")
    for arguments in (["read", str(file)], ["build", str(file), "-o", str(tmp_path / "r.duckdb")], ["show", str(tmp_path / "r.duckdb")]):
        done = subprocess.run([sys.executable, "-m", "greffier", *arguments], check=True, capture_output=True, text=True)
        assert done.stdout
        assert "leak" not in done.stderr
