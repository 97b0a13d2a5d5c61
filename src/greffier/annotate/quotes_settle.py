"""From drafts that may overlap to quotations that are disjoint or nested, in text order."""

from __future__ import annotations

from greffier.annotate.quotes_draft import Draft
from greffier.annotate.quotes_page import Page


def settle(page: Page, drafts: list[Draft]) -> list[Draft]:
    """One draft for each content, the surest one; drafts that cross another are dropped."""
    order = sorted(drafts, key=lambda d: (-d.rank, -d.cue[0] if d.cue else -d.start))
    kept: list[Draft] = []
    for draft in order:
        if not any(_rivals(draft, other) for other in kept):
            kept.append(draft)
    kept.sort(key=lambda d: (d.start, -d.end))
    return kept


def _rivals(draft: Draft, other: Draft) -> bool:
    """Do the two say nearly the same stretch, or cross?"""
    a, b = _tokens(draft), _tokens(other)
    common = len(a & b)
    if not common:
        return False
    if common / len(a | b) >= 0.8:
        return True
    return not (a <= b or b <= a)


def _tokens(draft: Draft) -> set[int]:
    return {i for first, last in draft.content.ranges for i in range(first, last + 1)}
