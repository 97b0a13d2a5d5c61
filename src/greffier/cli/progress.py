"""Progress of long work: a line that renews itself on a terminal, one line every ten seconds elsewhere."""

from __future__ import annotations

import sys
import time
from collections import deque
from types import TracebackType

from greffier.ingest.raw import Meter
from greffier.run.build import Progress

_WINDOW = 120.0  # seconds that the pace is measured over: a run called again passes what it has read in no time
_FIRST = 3.0  # seconds before anything is said of the time left


class Reporter:
    """Tells how far a build is, at what rate, and how long reading will take, on stderr."""

    def __init__(self, meter: Meter) -> None:
        self.meter = meter
        self.began = time.monotonic()
        self.last = self.began
        self.terminal = sys.stderr.isatty()
        self.pace: deque[tuple[float, float]] = deque()

    def __enter__(self) -> Reporter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.terminal:
            sys.stderr.write("\r\x1b[K")

    def tell(self, progress: Progress) -> None:
        """Show the state, not more often than is of use."""
        now = time.monotonic()
        if now - self.last < (0.2 if self.terminal else 10):
            return
        self.last = now
        line = self.line(progress, now)
        sys.stderr.write(f"\r\x1b[K{line}" if self.terminal else f"{line}\n")
        sys.stderr.flush()

    def line(self, progress: Progress, now: float) -> str:
        """The state in a line. Only reading has a time left: what follows it depends on what was read."""
        rate = progress.seen / max(now - self.began, 1e-9)
        line = f"{progress.step}: {progress.seen:,} articles, {rate:,.1f} a second, {len(progress.rejected)} rejected"
        done = self.meter.fraction
        if progress.step != "reading" or done is None:
            return line
        left = self._left(done, now)
        return f"{line}, {100 * done:.0f} %" + (f", {duration(left)} left" if left is not None else "")

    def _left(self, done: float, now: float) -> float | None:
        """Seconds until all inputs are read, at the pace of the last minutes; None while that says nothing."""
        self.pace.append((now, done))
        while now - self.pace[0][0] > _WINDOW:
            self.pace.popleft()
        since, before = self.pace[0]
        if now - since < _FIRST or done <= before:
            return None
        return (1 - done) * (now - since) / (done - before)


def duration(seconds: float) -> str:
    """A time as people say it: 45 s, 12 min, 3 h 20 min."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
