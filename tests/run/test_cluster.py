"""The same record from a Dask cluster: a real scheduler, several worker processes, one of them killed in mid-run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from greffier.errors import UsageError
from greffier.run import parts
from greffier.run.build import Progress, build

from .test_build import contents, items

pytestmark = pytest.mark.xdist_group("build")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, each a process of its own."""
    file = tmp_path / "scheduler.json"
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
             "--scheduler-file", str(file)], stderr=subprocess.DEVNULL,
        )
    ]  # fmt: skip
    for _ in range(100):
        if file.exists() and file.stat().st_size:
            break
        time.sleep(0.2)
    import json

    address = json.loads(file.read_text(encoding="utf-8"))["address"]
    for _ in range(2):
        processes.append(
            subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny",
                 "--local-directory", str(tmp_path)], stderr=subprocess.DEVNULL,
            )
        )  # fmt: skip
    yield address, processes[1:]
    for process in processes:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_a_killed_worker_loses_nothing(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, workers = cluster
    monkeypatch.setattr(parts, "_PART_ARTICLES", 2)
    build(tmp_path / "alone.duckdb", items())
    told: list[int] = []

    def kill_one(progress: Progress) -> None:
        if not told:  # the first part has come back: both workers are at the next ones
            os.kill(workers[0].pid, signal.SIGKILL)
        told.append(progress.seen)

    build(tmp_path / "cluster.duckdb", items(), cluster=address, tell=kill_one)
    assert workers[0].wait() == -signal.SIGKILL
    assert told[0] < told[-1] == 21
    assert contents(tmp_path / "cluster.duckdb") == contents(tmp_path / "alone.duckdb")


def test_no_scheduler_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no Dask scheduler answers there"):
        build(tmp_path / "r.duckdb", items(), cluster="tcp://127.0.0.1:9")
