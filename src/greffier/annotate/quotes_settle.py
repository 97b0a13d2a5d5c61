"""From drafts that may overlap to quotations that are disjoint or nested, in text order."""

from __future__ import annotations

from greffier.annotate.quotes_draft import Draft
from greffier.annotate.quotes_marks import Quoted
from greffier.annotate.quotes_page import Page


def settle(page: Page, drafts: list[Draft]) -> list[Draft]:
    """One draft for each content, the surest one; drafts that cross another are dropped."""
    joined = _joined(page, drafts)
    around = _around_cues(joined)
    joined = [d for d in joined if not d.cue or not any(_says_the_same(d, o) for o in around.get(d.cue[0], ()))]
    order = sorted(joined, key=lambda d: (-d.rank, -d.cue[0] if d.cue else -d.start))
    kept: list[Draft] = []
    taken: dict[int, list[Draft]] = {}
    for draft in order:
        near = {id(d): d for token in _tokens(draft) for d in taken.get(token, ())}
        if any(_rivals(draft, other) for other in near.values()):
            continue
        kept.append(draft)
        for token in _tokens(draft):
            taken.setdefault(token, []).append(draft)
    kept.sort(key=lambda d: (d.start, -d.end))
    return kept


def _joined(page: Page, drafts: list[Draft]) -> list[Draft]:
    """A quotation that goes on over several paragraphs is one: its parts are drawn together under its one cue."""
    of_mark: dict[int, Draft] = {}
    for draft in drafts:
        for quoted in draft.content.quoted:
            of_mark.setdefault(id(quoted), draft)
    dropped: set[int] = set()
    for quoted in page.marks.found:
        if quoted.before is None:
            continue
        first, second = of_mark.get(id(quoted.before)), of_mark.get(id(quoted))
        if first is None or second is None or first is second or (first.cue and second.cue):
            continue
        whole, part = (second, first) if second.cue else (first, second)
        ranges = sorted(first.content.ranges + second.content.ranges)
        whole.content.ranges = ranges if quoted.start < quoted.inner_start else _merged(ranges)
        whole.content.quoted = first.content.quoted + second.content.quoted
        whole.kind = "direct" if part.kind == whole.kind == "direct" else whole.kind
        dropped.add(id(part))
        _point(of_mark, whole)
    return [d for d in drafts if id(d) not in dropped]


def _point(of_mark: dict[int, Draft], draft: Draft) -> None:
    quoted: Quoted
    for quoted in draft.content.quoted:
        of_mark[id(quoted)] = draft


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in order, those that touch as one."""
    merged: list[tuple[int, int]] = []
    for first, last in ranges:
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _around_cues(drafts: list[Draft]) -> dict[int, list[Draft]]:
    """For the first token of each cue the drafts whose content it stands in."""
    starts = {d.cue[0] for d in drafts if d.cue}
    around: dict[int, list[Draft]] = {}
    for draft in drafts:
        for token in _tokens(draft) & starts:
            around.setdefault(token, []).append(draft)
    return around


def _says_the_same(draft: Draft, other: Draft) -> bool:
    """`accuse X de [vouloir [organiser un « coup »]]`: the inner cue stands in the outer content and adds nothing."""
    if draft is other or draft.cue is None or not other.covers(*draft.cue):
        return False
    a, b = _tokens(draft), _tokens(other)
    return len(a & b) / len(a | b) >= 0.75


def _rivals(draft: Draft, other: Draft) -> bool:
    """Do the two say nearly the same stretch, or cross?"""
    a, b = _tokens(draft), _tokens(other)
    common = len(a & b)
    if not common:
        return False
    return common / len(a | b) >= 0.8 or not (a <= b or b <= a)


def _tokens(draft: Draft) -> set[int]:
    return {i for first, last in draft.content.ranges for i in range(first, last + 1)}
