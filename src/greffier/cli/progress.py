"""Progress of long work: a line that renews itself on a terminal, one line every ten seconds elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from greffier.run.build import Progress


class Reporter:
    """Tells how far a build is, on stderr."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.last = self.began
        self.terminal = sys.stderr.isatty()

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
        rate = progress.seen / (now - self.began)
        line = f"{progress.step}: {progress.seen:,} articles, {rate:,.1f} a second, {len(progress.rejected)} rejected"
        sys.stderr.write(f"\r\x1b[K{line}" if self.terminal else f"{line}\n")
        sys.stderr.flush()
