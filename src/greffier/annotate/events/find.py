"""Events: who did what to whom, and did it happen.

    frames match → sides fill their slots → factuality judges → content is swallowed → date, place, codes → tellings merge

Every event's `why` names the frame and the rules that decided.
"""

from __future__ import annotations

from dataclasses import replace

from greffier.annotate.actors import Actors
from greffier.annotate.events.borrowed import absorb_aims, absorb_objects, borrow_sides
from greffier.annotate.events.confidence import confidence
from greffier.annotate.events.contexts import Contexts
from greffier.annotate.events.draft import Draft
from greffier.annotate.events.factuality import Factuality
from greffier.annotate.events.frames import Frame, lexicon
from greffier.annotate.events.magnitude import Magnitudes
from greffier.annotate.events.merge import merge_tellings
from greffier.annotate.events.outside import Outside
from greffier.annotate.events.quoted import Quoted, is_performative
from greffier.annotate.events.sides import ATTRIBUTED, Filler, Sides
from greffier.annotate.events.slots import Syntax
from greffier.annotate.events.speechacts import demands, promises_and_threats
from greffier.annotate.events.triggers import Candidate, find_candidates, trigger_span
from greffier.annotate.events.whenwhere import WhenWhere, time_tokens
from greffier.model import Event, Place, Quote, TimeRef
from greffier.ontology import ontology
from greffier.parse.doc import Doc
from greffier.resolve.knowledge import knowledge

# Where the doer of an act stands when its frame does not say.
_ACTOR = {"verb": ("subj",), "noun": ("par", "by", "poss", "adj", "subj", "de", "of"), "adj": ("subj",)}
_MUTUAL = {
    "verb": ("subj", "obj", "avec", "with", "iobj"),
    "noun": ("entre", "between", "among", "poss", "adj", "avec", "with", "subj", "de", "of"),
    "adj": ("subj", "avec", "with"),
}

_OF = frozenset({"de", "of"})
_PLACED = frozenset({"PROTEST", "ASSAULT", "COERCE"})
_PRIVATE = frozenset({"ASSAULT", "COERCE"})
_VOICED = frozenset({"REQUEST", "ACCUSE", "THREATEN", "CONCEDE"})
_PRIVATE_SECTORS = frozenset({"CVL", "EDU", "MED", "BUS", "CRM", "REL"})
_RULERS = frozenset({"GOV", "MIL", "COP", "JUD"})
_FORCES = frozenset({"MIL", "REB", "COP", "GOV", "IGO"})


def find_events(doc: Doc, actors: Actors, quotes: list[Quote], times: list[TimeRef], places: list[Place]) -> list[Event]:
    """The events of an article, in text order."""
    frames = lexicon(doc.language)
    if not frames.frames:
        return []
    syntax = Syntax(doc, actors, time_tokens(doc, times), frames.support)
    quoted = Quoted(doc, quotes, actors)
    sides = Sides(syntax, places, quoted)
    outside = Outside(syntax)
    drafts: list[Draft] = []
    bare: list[Candidate] = []
    for fitting in find_candidates(syntax, frames):
        named = fitting[0].frame.pos == "noun" and fitting[0].head.i in sides.places  # `la Réunion`
        if named or outside.holds(fitting[0]):
            continue
        draft = next((d for c in fitting if (d := _fill(c, syntax, sides)) is not None), None)
        if draft is None:
            bare.append(fitting[0])
        else:
            drafts.append(draft)
    candidates = sorted([*bare, *(d.candidate for d in drafts)], key=lambda c: c.head.i)
    drafts = absorb_objects(absorb_aims(drafts))
    borrow_sides(drafts, syntax, sides)
    drafts = _judge(drafts, candidates, syntax)
    promises_and_threats(drafts, syntax, sides)
    drafts = demands(drafts, syntax, sides)
    _attribute(drafts, syntax, sides)
    whenwhere = WhenWhere(doc, times, places)
    for draft in sorted(drafts, key=lambda d: d.candidate.head.i):
        sides.settle([*draft.actors, *draft.recipients])
        whenwhere.place_and_date(draft)
    contexts, magnitudes = Contexts(doc), Magnitudes(doc)
    events = [_event(draft, doc, contexts, magnitudes) for draft in drafts]
    return merge_tellings(events, [d.candidate for d in drafts], bare, syntax)


# --- sides --------------------------------------------------------------------------------------------------------
def _fill(candidate: Candidate, syntax: Syntax, sides: Sides) -> Draft | None:
    """The sides of a candidate, or None when those its frame needs are missing."""
    frame = candidate.frame
    actors, recipients = (_all_sides if frame.mutual else _two_sides)(candidate, syntax, sides)
    recipients = [r for r in recipients if not _own_territory(r, actors)]
    if not actors and not recipients:
        actors, recipients = _at_home(candidate, syntax, sides)
    if not _enough(frame.needs, actors, recipients) or not _public(frame, actors, recipients):
        return None
    draft = Draft(candidate, actors, recipients)
    draft.why.append(f"frame {frame.id}")
    draft.why.extend(f.how for f in (*actors, *recipients) if f.how)
    return draft


def _own_territory(recipient: Filler, actors: list[Filler]) -> bool:
    """`le ministre français se rendra en Guyane`: no other country."""
    country = recipient.side.country or ""
    sovereign = knowledge().sovereign(country)
    return sovereign != country and sovereign in {a.side.country for a in actors}


def _at_home(candidate: Candidate, syntax: Syntax, sides: Sides) -> tuple[list[Filler], list[Filler]]:
    """Of an act that only has a place (`six arrestations ont eu lieu à Barcelone`): who is there, as doer or sufferer."""
    verb, frame = syntax.support(candidate.head), candidate.frame
    if frame.pos != "noun" or frame.type not in _PLACED or verb is None or verb.lemma not in syntax.grammar.occurrence:
        return [], []
    there = sides.residents(candidate.head, verb)
    return (there, []) if frame.type == "PROTEST" else ([], there)


def _all_sides(candidate: Candidate, syntax: Syntax, sides: Sides) -> tuple[list[Filler], list[Filler]]:
    """Of a mutual act: whoever stands in any of its slots."""
    frame = candidate.frame
    names = (*(frame.actor or _MUTUAL[frame.pos]), *frame.recipient)
    everyone = [f for name in names for f in sides.of(syntax.slot(candidate.tokens, name, frame.pos))]
    if frame.pos == "noun" and len(everyone) == 1:
        everyone += sides.of(syntax.host(candidate.head))
    return _once(everyone), []


def _two_sides(candidate: Candidate, syntax: Syntax, sides: Sides) -> tuple[list[Filler], list[Filler]]:
    """Recipients first, so that the doer is sought among what is left."""
    frame = candidate.frame
    either = set(frame.actor) & set(frame.recipient) & _OF
    names = frame.actor or tuple(n for n in _ACTOR[frame.pos] if n not in frame.recipient)
    goals = frame.recipient
    if either:  # `l'assaut des forces`, `l'assaut d'une ville`: forces do it, others suffer it
        owners = sides.of(next((h for n in either if (h := syntax.slot(candidate.tokens, n, frame.pos))), []))
        forces = any(f.side.sector in _FORCES or (f.mention and f.mention.kind == "state") for f in owners)
        names, goals = (names, tuple(n for n in goals if n not in either)) if forces else (
            tuple(n for n in names if n not in either), goals,
        )  # fmt: skip
    recipients, used = _first(goals, candidate, syntax, sides, ())
    if frame.pos == "noun":  # `le bombardement d'Alep par l'aviation`: the doer is named, whatever it hangs on
        doers = sides.of(syntax.of_noun(candidate.head, "agent"))
        recipients = [r for r in recipients if not any(_same(r, d) for d in doers)]
        recipients = recipients or sides.of(syntax.slot(candidate.tokens, "suffers", frame.pos))
    actors, _ = _first(names, candidate, syntax, sides, used)
    if frame.pos == "noun" and (blamed := sides.of(syntax.attributed(candidate.head))):
        actors = [replace(f, how=ATTRIBUTED) for f in blamed]
    if frame.pos == "verb" and any(f.direct for f in actors):
        return actors, [r for r in recipients if not any(_same(r, a) for a in actors)]
    return [a for a in actors if not any(_same(a, r) for r in recipients)], recipients


def _first(
    names: tuple[str, ...], candidate: Candidate, syntax: Syntax, sides: Sides, taken: tuple[int, ...]
) -> tuple[list[Filler], tuple[int, ...]]:
    """The first slot that holds an actor, and the tokens it used."""
    for name in names:
        heads = [t for t in syntax.slot(candidate.tokens, name, candidate.frame.pos) if t.i not in taken]
        found = sides.of(heads)
        if found:
            return found, tuple(t.i for t in heads)
    return [], ()


def _once(fillers: list[Filler]) -> list[Filler]:
    found: list[Filler] = []
    for filler in fillers:
        if not any(_same(filler, known) for known in found):
            found.append(filler)
    return found


def _same(a: Filler, b: Filler) -> bool:
    return a.side.actor == b.side.actor if a.side.actor and b.side.actor else a.side.start == b.side.start


def _enough(needs: str, actors: list[Filler], recipients: list[Filler]) -> bool:
    who, whom = any(f.counts for f in actors), any(f.counts for f in recipients)
    return {"any": who or whom, "both": who and whom, "actor": who, "recipient": whom, "none": True}[needs]


def _public(frame: Frame, actors: list[Filler], recipients: list[Filler]) -> bool:
    """Of private persons only violence, coercion, protest and what many say together is politics; no government protests."""
    if frame.needs == "none":
        return True
    if frame.type == "PROTEST":
        return not actors or any(f.side.sector not in _RULERS or _nation(f) for f in actors)
    everyone = (*actors, *recipients)
    if frame.type in _PRIVATE or any(f.side.sector not in _PRIVATE_SECTORS for f in everyone):
        return True
    mentions = [f.mention for f in everyone if f.mention is not None]
    nations = any(m.kind in ("people", "state") for m in mentions)
    many = frame.type in _VOICED and any(f.mention is not None and f.mention.plural for f in actors)
    return nations or many or len({f.side.country for f in everyone if f.side.country}) > 1


def _nation(filler: Filler) -> bool:
    """A people or a mere demonym: not its government."""
    return filler.mention is not None and (filler.mention.weak or filler.mention.kind == "people")


# --- factuality ---------------------------------------------------------------------------------------------------
def _judge(drafts: list[Draft], candidates: list[Candidate], syntax: Syntax) -> list[Draft]:
    """The drafts that are events of their own, each with its verdict."""
    contents = _contents(candidates, syntax)
    factuality = Factuality(syntax, contents)
    kept: list[Draft] = []
    for draft in drafts:
        draft.verdict = factuality.judge(draft.candidate)
        if draft.verdict.swallowed_by is None and not draft.verdict.unreal:
            kept.append(draft)
    return kept


def _attribute(drafts: list[Draft], syntax: Syntax, sides: Sides) -> None:
    """Sets `claimed_by`: the speaker of the quotation an event stands in, else who the syntax says claims it."""
    for draft in drafts:
        head, verdict = draft.candidate.head, draft.verdict
        said = sides.quoted.claimant(head)
        if said is not None:
            draft.claimant = said
            if draft.code or is_performative(syntax, head, draft.type, sides.quoted.cue(head)):
                draft.why.append("done by saying it")
            else:
                verdict.add("reported", "inside a quotation")
        elif any(f.how == ATTRIBUTED for f in draft.actors):
            verdict.add("reported", ATTRIBUTED)
            draft.claimant = "?"
        elif verdict.claimed:
            verdict.add("reported", verdict.saying)
            fillers = sides.of(verdict.claimant)
            words = verdict.claimant[0].text if verdict.claimant else "?"
            draft.claimant = (fillers[0].side.actor or fillers[0].side.text) if fillers else words


def _contents(candidates: list[Candidate], syntax: Syntax) -> dict[int, Candidate]:
    """The head of each content, and whose content it is."""
    found: dict[int, Candidate] = {}
    for candidate in candidates:
        for name in candidate.frame.content:
            for token in syntax.slot(candidate.tokens, name, candidate.frame.pos):
                for part in token.conjuncts():
                    found.setdefault(part.i, candidate)
    return found


# --- the record ---------------------------------------------------------------------------------------------------
def _event(draft: Draft, doc: Doc, contexts: Contexts, magnitudes: Magnitudes) -> Event:
    frame, head = draft.candidate.frame, draft.candidate.head
    codes = ontology()
    first, last = trigger_span(draft.candidate)
    context = contexts.of(draft)
    return Event(
        id="",
        type=draft.type,
        mode=draft.mode,
        context=context,
        cameo=(None if draft.code else frame.cameo) or codes.cameo_of(draft.type, draft.mode, context),
        quad=codes.quad(draft.type),
        goldstein=codes.score(draft.type, draft.mode),
        trigger=doc.token_span(first, last),
        sentence=doc.sentence_span(head.sent),
        actors=[f.side for f in draft.actors],
        recipients=[f.side for f in draft.recipients],
        when=draft.when,
        where=draft.where,
        modality=draft.verdict.modality,
        claimed_by=draft.claimant,
        magnitude=magnitudes.of(draft.candidate),
        confidence=confidence(draft),
        why="; ".join(dict.fromkeys([*draft.why, *draft.verdict.why])),
    )
