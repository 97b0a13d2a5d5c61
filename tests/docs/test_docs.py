"""What the documents show is what happens: commands run, output is as printed, JSON is valid, links lead somewhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from greffier.ingest.raw import Options
from greffier.ingest.sources import read_inputs
from greffier.run.build import build

from ..conftest import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "examples").glob("*.md"))]
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def blocks(kind: str) -> list[tuple[str, str]]:
    """All fenced blocks of a kind: page and content."""
    return [(p.name, m[2]) for p in PAGES for m in _FENCE.finditer(p.read_text(encoding="utf-8")) if m[1] == kind]


def commands() -> list[tuple[str, str, list[str]]]:
    """Each `$ command` of the console blocks with the lines of output shown under it."""
    found: list[tuple[str, str, list[str]]] = []
    for page, content in blocks("console"):
        for line in content.splitlines():
            if line.startswith("$ "):
                found.append((page, line[2:], []))
            elif found and line.strip():
                found[-1][2].append(line)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a user has it after `make demo`."""
    path = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "examples", path / "examples")
    build(path / "demo.duckdb", read_inputs([str(path / "examples")], Options()))
    return path


@pytest.mark.parametrize(("page", "command", "shown"), commands(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_command_gives_what_the_page_shows(page: str, command: str, shown: list[str], folder: Path) -> None:
    if command.startswith(("make", "git", "pip", "cd ")):
        pytest.skip("setting up is tested by setting up")
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "200"}
    done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    out = {" ".join(line.split()) for line in done.stdout.splitlines()}
    missing = [line for line in shown if line.strip() != "…" and " ".join(line.split()) not in out]
    assert not missing, f"{page} shows lines that {command!r} does not print:\n" + "\n".join(missing) + "\n\n" + done.stdout


@pytest.mark.parametrize(("page", "content"), blocks("json"))
def test_json_is_json(page: str, content: str) -> None:
    assert json.loads(content), page


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(page.read_text(encoding="utf-8")):
        assert link.startswith("http") or (page.parent / link).exists(), link


def test_every_setting_and_command_is_documented() -> None:
    from greffier.cli import COMMANDS

    words = "\n".join(p.read_text(encoding="utf-8") for p in PAGES)
    assert [name for name in COMMANDS if f"greffier {name}" not in words] == []
