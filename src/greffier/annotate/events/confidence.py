"""How sure: the share of such codings that were right on gold (reliability table: `eval/events.py`)."""

from __future__ import annotations

from greffier.annotate.events.factuality import Verdict
from greffier.annotate.events.sides import Filler
from greffier.annotate.events.triggers import Candidate


def confidence(candidate: Candidate, actors: list[Filler], recipients: list[Filler], verdict: Verdict) -> float:
    """A probability between 0 and 1."""
    score = 0.45
    if actors and all(f.direct for f in actors):
        score += 0.15
    if recipients and all(f.direct for f in recipients):
        score += 0.1
    if candidate.frame.pos == "verb":
        score += 0.05
    if actors and (recipients or candidate.frame.mutual):
        score += 0.1
    if verdict.modality == "asserted":
        score += 0.05
    return round(score, 2)
