"""Who reads the parts: this process, a pool of processes, or the workers of a Dask cluster. The result is the same."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from greffier.errors import GreffierError, UsageError
from greffier.run.parts import Part, keep_part, read_part, write_part

_AHEAD = 3  # parts that wait for a worker, so that none is idle and memory stays small
_RETRIES = 5  # times a part is read again elsewhere when a worker is lost with it


class WorkersLost(GreffierError):
    """The workers died; the sentence says how to go on."""


def keep_to_one_thread() -> None:
    """Let the numerical libraries of this process and its workers use one thread each, unless the user has said otherwise.

    It takes effect where they are not loaded yet. Parallel work is in processes here: two threads each that wait for one
    another on a busy machine made linking eighteen times slower.
    """
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def read_parts(parts: Iterator[Part], folder: Path, jobs: int, cluster: str | None) -> Iterator[Path]:
    """The folders of finished parts, in the order of the parts. Raises WorkersLost, UsageError."""
    if cluster is not None:
        yield from _on_cluster(parts, folder, cluster)
    elif jobs > 1:
        yield from _in_processes(parts, folder, jobs)
    else:
        for part in parts:
            yield write_part(folder, part)


def _in_order(parts: Iterator[Part], submit: Callable[[Part], Any], ahead: int) -> Iterator[Any]:
    """What `submit` promises for each part, in order, with no more than `ahead` under way."""
    waiting: deque[Any] = deque()
    for part in parts:
        waiting.append(submit(part))
        while len(waiting) >= ahead:
            yield waiting.popleft()
    yield from waiting


def _in_processes(parts: Iterator[Part], folder: Path, jobs: int) -> Iterator[Path]:
    from multiprocessing import get_context

    # spawned, not forked: a fork would copy locks of threads that DuckDB holds
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_ignore_interrupt) as pool:
        try:
            for future in _in_order(parts, lambda part: _submit(pool, folder, part), jobs * _AHEAD):
                yield future.result()
        except BrokenProcessPool:
            raise WorkersLost(
                "a reading process was killed, most likely for lack of memory; what was merged is kept: "
                "call again with fewer --jobs"
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)


def _submit(pool: ProcessPoolExecutor, folder: Path, part: Part) -> Future[Path]:
    """Give a part to the pool. The first call starts its processes: they begin with Ctrl-C held back, and only they."""
    import signal

    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if hasattr(signal, "pthread_sigmask") else set()
    try:
        return pool.submit(write_part, folder, part)
    finally:
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ignore_interrupt() -> None:
    """Ctrl-C is for the one who leads; workers finish what they have in hand."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _on_cluster(parts: Iterator[Part], folder: Path, address: str) -> Iterator[Path]:
    """Workers send rows back; only this process writes. A part whose worker dies is read again by another."""
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise UsageError("--cluster needs Dask: pip install 'greffier[cluster]'") from None
    try:
        client: Any = Client(address, timeout=20)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UsageError(f"--cluster {address}: no Dask scheduler answers there ({error})") from None
    with client:
        threads = max(1, sum(worker["nthreads"] for worker in client.scheduler_info()["workers"].values()))

        def submit(part: Part) -> tuple[str, Any]:
            return part.part_id, client.submit(read_part, part, key=f"greffier-{part.part_id}", retries=_RETRIES)

        try:
            for part_id, future in _in_order(parts, submit, threads * _AHEAD):
                yield keep_part(folder, part_id, future.result())
                future.release()
        except (KilledWorker, OSError) as error:
            raise WorkersLost(f"the cluster lost its workers ({error}); what was merged is kept: call again") from None
