"""How sure: the share of such codings whose type, doer and goal were all right on gold (table: `eval/events.py`)."""

from __future__ import annotations

from greffier.annotate.events.draft import Draft

# Measured on hand-coded French articles: how much each trait of a coding moves the share that is right.
_BASE = 0.30
_TRAITS = {
    "doer named": 0.22,
    "goal named": 0.16,
    "two sides of one act": 0.20,
    "several doers": 0.08,
    "verb": 0.10,
    "told by the article": 0.06,
    "goal inferred": -0.04,
    "side inside a thing": -0.02,
    "read from a place": -0.10,
}
_INFERRED = ("no target", "answers", "doer of", "side named in its content", "country it happens in")


def confidence(draft: Draft) -> float:
    """A probability between 0 and 1 that type, actors and recipients of a coding are right."""
    present = traits(draft)
    score = _BASE + sum(weight for name, weight in _TRAITS.items() if name in present)
    return round(min(max(score, 0.05), 0.95), 2)


def traits(draft: Draft) -> set[str]:
    """The traits of a coding that its confidence depends on."""
    frame = draft.candidate.frame
    doers = [f for f in draft.actors if f.side.country]
    goals = [f for f in draft.recipients if f.side.country]
    found: set[str] = set()
    if frame.mutual:
        found |= {"two sides of one act"} if len(doers) > 1 else set()
    else:
        found |= {"doer named"} if doers else set()
        found |= {"goal named"} if goals else set()
    found |= {"several doers"} if len(doers) > 1 and not frame.mutual else set()
    found |= {"verb"} if frame.pos == "verb" else set()
    found |= {"told by the article"} if draft.claimant is None else set()
    found |= {"goal inferred"} if any(w.startswith(_INFERRED) for w in draft.why) else set()
    found |= {"side inside a thing"} if any(not f.direct for f in (*doers, *goals)) else set()
    found |= {"read from a place"} if any(f.mention is None for f in (*doers, *goals)) else set()
    return found
