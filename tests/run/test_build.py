"""A build ends the same however it is cut, killed and called again."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from greffier.errors import RecordError
from greffier.ingest.raw import Options
from greffier.ingest.sources import read_inputs
from greffier.run import parts
from greffier.run.build import build
from greffier.store.record import Record

from ..conftest import ROOT

EXAMPLES = [str(ROOT / "examples")]
pytestmark = pytest.mark.xdist_group("build")


def items() -> Iterator[Any]:
    return read_inputs(EXAMPLES, Options())


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, sorted."""
    with Record(path) as record:
        tables = [row[0] for row in record.rows("SELECT table_name FROM information_schema.tables ORDER BY 1")]
        return {table: sorted(record.rows(f"FROM {table}"), key=repr) for table in tables}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the examples, built in one go."""
    path = tmp_path_factory.mktemp("built") / "whole.duckdb"
    build(path, items())
    return path


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_PART_ARTICLES", 3)


def test_the_record_holds_every_article_once(built: Path) -> None:
    with Record(built) as record:
        assert record.one("SELECT count(*) FROM articles") == 21
        assert record.one("SELECT count(*) FROM events") > 40
        assert record.one("SELECT count(*) FROM facts") == record.one("SELECT count(*) FROM events")
        assert record.one("SELECT count(*) FROM rejects") == 0


def test_a_second_build_adds_nothing(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "twice.duckdb"
    shutil.copy(built, path)
    assert build(path, items()).merged == 0
    assert contents(path) == contents(built)


@pytest.mark.usefixtures("small_parts")
def test_the_size_of_parts_changes_nothing(built: Path, tmp_path: Path) -> None:
    build(tmp_path / "parts.duckdb", items())
    assert contents(tmp_path / "parts.duckdb") == contents(built)


def test_two_processes_give_the_same_record(built: Path, tmp_path: Path) -> None:
    build(tmp_path / "jobs.duckdb", items(), jobs=2)
    assert contents(tmp_path / "jobs.duckdb") == contents(built)


KILLED = """
import sys
from greffier.ingest.raw import Options
from greffier.ingest.sources import read_inputs
from greffier.run import parts
from greffier.run.build import build
from pathlib import Path
parts._PART_ARTICLES = 2
import greffier.run.build as b
b._MERGED_TOGETHER = 2
build(Path(sys.argv[1]), read_inputs(sys.argv[2:], Options()))
print("whole")
"""


@pytest.mark.slow
def test_killed_at_random_moments_and_resumed(built: Path, tmp_path: Path) -> None:
    """kill -9 twenty times, at moments all over the run; each call goes on where the last one was stopped."""
    path = tmp_path / "killed.duckdb"
    moments = random.Random(7)
    kills, finished = 0, False
    while not finished:
        process = subprocess.Popen([sys.executable, "-c", KILLED, str(path), *EXAMPLES], stdout=subprocess.PIPE)
        if kills < 20:
            # most kills fall after the start-up of some two seconds, where merging and deriving happen
            time.sleep(moments.uniform(0.8, 5.0))
            finished = process.poll() is not None
            os.kill(process.pid, signal.SIGKILL) if not finished else None
            kills += not finished
            process.communicate()
            if finished and kills < 20:
                path.unlink()  # it was too quick: begin again with an empty record, to spend all kills
                shutil.rmtree(f"{path}.search", ignore_errors=True)
                finished = False
        else:
            assert process.communicate()[0].decode().strip() == "whole"
            finished = True
    assert contents(path) == contents(built)
    assert not Path(f"{path}.parts").exists()


def test_a_second_builder_gets_a_clear_message(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "busy.duckdb"
    shutil.copy(built, path)
    holder = subprocess.Popen(
        [sys.executable, "-c", f"import duckdb; c = duckdb.connect({str(path)!r}); print('open', flush=True); input()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"open\n"
    with pytest.raises(RecordError, match="another greffier is using this record"):
        build(path, items())
    holder.communicate(b"\n")


def test_an_article_that_leaves_takes_all_with_it(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "less.duckdb"
    shutil.copy(built, path)
    from greffier.run.build import finish

    with Record(path, write=True) as record:
        assert record.remove(["12-avions-russes.fr"]) == 1
        finish(record)
    rest = [item for item in items() if getattr(item, "id", None) != "12-avions-russes.fr"]
    build(tmp_path / "without.duckdb", rest)
    assert contents(path) == contents(tmp_path / "without.duckdb")


def test_stopped_between_the_last_merge_and_the_derivation(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "stopped.duckdb"
    build(path, [item for item in items() if getattr(item, "id", None) != "12-avions-russes.fr"])

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("greffier.run.build.finish", stop)
        with pytest.raises(KeyboardInterrupt):
            build(path, items())
    assert build(path, items()).merged == 0  # all is merged, and yet there is work to do
    assert contents(path) == contents(built)


def test_a_rejected_input_is_kept_with_its_reason_and_forgotten_when_it_is_mended(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text("Moscou accuse Washington de mentir.", encoding="utf-8")
    (news / "b.txt").write_bytes(b"")
    path = tmp_path / "r.duckdb"
    progress = build(path, read_inputs([str(news)], Options()))
    assert [error.where for error in progress.rejected] == [str(news / "b.txt")]
    (news / "b.txt").write_text("Le ministre a rencontré son homologue russe à Paris.", encoding="utf-8")
    assert build(path, read_inputs([str(news)], Options())).rejected == []


def test_again_reads_only_what_another_reader_read(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "again.duckdb"
    shutil.copy(built, path)
    assert build(path, items(), again=True).merged == 0
    with Record(path, write=True) as record:
        record.connection.execute("UPDATE articles SET reader = 'an older one' WHERE name = '12-avions-russes.fr'")
        record.connection.execute("UPDATE events SET confidence = 0 WHERE article_id IN "
                                  "(SELECT article_id FROM articles WHERE reader = 'an older one')")  # fmt: skip
    build(path, items(), again=True)
    assert contents(path) == contents(built)


FULL_DISK = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))   # no file may grow beyond this: what a full disk does
from greffier.cli import main
sys.exit(main(["build", *sys.argv[3:], "-o", sys.argv[2]]))
"""


@pytest.mark.parametrize("limit", [20_000, 600_000, 3_000_000])
def test_a_full_disk_is_a_sentence_and_leaves_a_record_that_opens(limit: int, tmp_path: Path) -> None:
    path = tmp_path / "full.duckdb"
    done = subprocess.run([sys.executable, "-c", FULL_DISK, str(limit), str(path), *EXAMPLES], capture_output=True, text=True)
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    assert done.returncode == 1
    assert "free disk space" in done.stderr
    shutil.rmtree(f"{path}.search", ignore_errors=True)
    build(path, items())
    with Record(path) as record:
        assert record.one("SELECT count(*) FROM articles") == 21


def test_a_folder_that_may_not_be_written_is_a_sentence(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        target = Path("/proc/greffier.duckdb")  # nobody, not even root, can make files here
    else:
        (tmp_path / "closed").mkdir(mode=0o500)
        target = tmp_path / "closed" / "r.duckdb"
    done = subprocess.run([sys.executable, "-m", "greffier", "build", *EXAMPLES, "-o", str(target)], capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "cannot be opened here" in done.stderr or "cannot be made" in done.stderr


INTERRUPTED = """
import sys
from greffier.cli import main
from greffier.run import parts
import greffier.run.build as b
parts._PART_ARTICLES = 2
b._MERGED_TOGETHER = 1
if __name__ == "__main__":
    print("begun", flush=True)
    sys.exit(main(["build", *sys.argv[3:], "-o", sys.argv[1], "--jobs", sys.argv[2]]))
"""


@pytest.mark.slow
@pytest.mark.parametrize(("jobs", "after"), [(1, 0.3), (1, 3.0), (2, 0.3), (2, 4.0)])
def test_ctrl_c_ends_in_a_sentence_and_the_next_call_goes_on(jobs: int, after: float, built: Path, tmp_path: Path) -> None:
    """A terminal sends the signal to all processes of the command, to those that are only starting too."""
    path, script = tmp_path / "stopped.duckdb", tmp_path / "run.py"
    script.write_text(INTERRUPTED, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script), str(path), str(jobs), *EXAMPLES], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    time.sleep(after)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    if process.returncode == 0:  # the machine was faster
        assert "new articles" in out
    else:
        assert (process.returncode, err) == (1, "greffier: stopped; what was finished is kept, call again to go on\n")
    build(path, items())
    assert contents(path) == contents(built)
    assert not Path(f"{path}.parts").exists()
