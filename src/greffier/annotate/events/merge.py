"""One act told twice in an article is one event, at its fullest telling; the other tellings go to `again`."""

from __future__ import annotations

import msgspec

from greffier.annotate.events.slots import Syntax
from greffier.annotate.events.triggers import Candidate
from greffier.model import Event, Side

_STEM = 5
_NEAR = 4  # sentences back that a noun may take up


def merge_tellings(events: list[Event], candidates: list[Candidate], bare: list[Candidate], syntax: Syntax) -> list[Event]:
    """The events in text order with ids `e1` …, repeated tellings folded into the fullest.

    `bare` are matches that name no side: a definite noun among them takes up the last such act (`cette attaque`).
    """
    kept: list[int] = []
    again: dict[int, list[int]] = {}
    for i, event in enumerate(events):
        earlier = next((k for k in reversed(kept) if _same(events[k], event, candidates[k], candidates[i])), None)
        if earlier is None:
            kept.append(i)
            continue
        if _fullness(event) > _fullness(events[earlier]):
            kept[kept.index(earlier)] = i
            again[i] = [*again.pop(earlier, []), earlier]
        else:
            again.setdefault(earlier, []).append(i)
    spans = {i: [events[j].trigger for j in again.get(i, [])] for i in kept}
    for candidate in bare:
        taken = _taken_up(candidate, kept, candidates, syntax)
        if taken is not None:
            spans[taken].append(syntax.doc.token_span(candidate.tokens[0], candidate.tokens[-1]))
    merged = [msgspec.structs.replace(events[i], again=sorted(spans[i], key=lambda s: s.start)) for i in kept]
    merged.sort(key=lambda e: e.trigger.start)
    return [msgspec.structs.replace(event, id=f"e{n}") for n, event in enumerate(merged, 1)]


def _taken_up(noun: Candidate, kept: list[int], candidates: list[Candidate], syntax: Syntax) -> int | None:
    if noun.frame.pos != "noun" or not any(c.dep == "det" and c.lower in syntax.grammar.definite for c in noun.head.children):
        return None
    for i in reversed(kept):
        known = candidates[i]
        if known.head.i < noun.head.i and noun.head.sent - known.head.sent <= _NEAR and known.frame.type == noun.frame.type:
            return i
    return None


def _fullness(event: Event) -> float:
    sides = bool(event.actors) + bool(event.recipients) - 0.5 * _inferred(event)
    return 2 * sides + (event.when is not None) + (event.where is not None) + (event.modality == "asserted")


def _same(a: Event, b: Event, first: Candidate, second: Candidate) -> bool:
    """Same type, sides that do not contradict, a trigger of the same stem or a noun that takes it up."""
    if a.type != b.type or _contradict(a.actors, b.actors):
        return False
    if _contradict(a.recipients, b.recipients) and not (_inferred(a) or _inferred(b)):
        return False
    if a.when and b.when and a.when != b.when and a.quad == 4:
        return False
    if "negated" in (a.modality, b.modality) and a.modality != b.modality:
        return False
    stems = first.head.lemma[:_STEM].lower() == second.head.lemma[:_STEM].lower()
    takes_up = second.frame.pos == "noun" and second.frame.mode == first.frame.mode
    shared = _shared(a.actors, b.actors) or _shared(a.recipients, b.recipients)
    if a.quad == 3 and a.actors and b.actors and {s.actor for s in a.actors}.isdisjoint(s.actor for s in b.actors):
        return False  # two of one country who criticise are two critics
    return (stems or takes_up) and (shared or not (b.actors and b.recipients))


def _inferred(event: Event) -> bool:
    return "no target" in event.why


def _contradict(a: list[Side], b: list[Side]) -> bool:
    return bool(a) and bool(b) and not _shared(a, b)


def _shared(a: list[Side], b: list[Side]) -> bool:
    return any((x.actor is not None and x.actor == y.actor) or (x.country is not None and x.country == y.country) for x in a for y in b)
