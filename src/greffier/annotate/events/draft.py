"""An event on its way to a record."""

from __future__ import annotations

from dataclasses import dataclass, field

from greffier.annotate.events.factuality import Verdict
from greffier.annotate.events.sides import Filler
from greffier.annotate.events.triggers import Candidate


@dataclass(slots=True)
class Draft:
    """A frame's match, its sides, and what is known of it so far."""

    candidate: Candidate
    actors: list[Filler]
    recipients: list[Filler]
    verdict: Verdict = field(default_factory=Verdict)
    claimant: str | None = None
    when: str | None = None
    where: str | None = None
    why: list[str] = field(default_factory=list)
    code: tuple[str, str | None] | None = None  # type and mode where they are not the frame's

    @property
    def type(self) -> str:
        """The event's PLOVER type."""
        return self.code[0] if self.code else self.candidate.frame.type

    @property
    def mode(self) -> str | None:
        """The event's PLOVER mode."""
        return self.code[1] if self.code else self.candidate.frame.mode
