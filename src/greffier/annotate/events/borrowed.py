"""Sides that a clause does not name itself: taken from its content, from the act it speaks of, or from what it answers."""

from __future__ import annotations

from greffier.annotate.events.clauses import is_verb
from greffier.annotate.events.draft import Draft
from greffier.annotate.events.frames import Frame
from greffier.annotate.events.sides import Filler, Sides
from greffier.annotate.events.slots import Syntax
from greffier.annotate.events.triggers import Candidate
from greffier.model import Side
from greffier.parse.doc import Token

_JUDGING = frozenset({"ACCUSE", "SUPPORT", "REJECT"})
_NEAR = 3  # sentences back within which something is answered
_STEM = 5
_ANSWERED = frozenset({"REQUEST", "ACCUSE", "THREATEN"})
_CONDEMNED = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION"})
_ENDING = frozenset({"RETREAT", "SANCTION", "REJECT", "CONCEDE"})
_GOING_ON = frozenset({"ASSAULT", "MOBILIZE", "PROTEST", "CONSULT", "COOPERATE", "AID"})


def borrow_sides(drafts: list[Draft], syntax: Syntax, sides: Sides) -> None:
    """Fills empty recipients in text order, so that each act may take sides from acts before it."""
    by_token = {d.candidate.head.i: d for d in drafts}
    for number, draft in enumerate(drafts):
        if draft.recipients or draft.candidate.frame.mutual:
            continue
        earlier = drafts[:number]
        if not (_from_content(draft, syntax, sides) or _from_act(draft, by_token, earlier, syntax)):
            _from_request(draft, earlier) or _from_violence(draft, earlier) or _from_home(draft) or (
                _from_place(draft, syntax, sides) or _from_fight(draft, earlier)
            )


def _set(draft: Draft, fillers: list[Filler], why: str) -> bool:
    mine = {f.side.actor for f in draft.actors if f.side.actor}
    draft.recipients = [f for f in fillers if f.side.actor is None or f.side.actor not in mine]
    if draft.recipients:
        draft.why.append(why)
    return bool(draft.recipients)


def _from_content(draft: Draft, syntax: Syntax, sides: Sides) -> bool:
    """`a menacé d'envahir l'ambassade équatorienne`; `demande que l'armée quitte le pouvoir`."""
    frame = draft.candidate.frame
    if frame.content_is not in ("threatened", "demanded", "refused", "promised"):
        return False
    for name in frame.content:
        for head in syntax.slot(draft.candidate.tokens, name, frame.pos):
            if frame.content_is != "demanded":
                found = [f for f in _objects(head, syntax, sides) if f.direct or frame.content_is != "promised"]
            else:
                own = head.feat("VerbForm") != "Inf" or any(c.dep == "nsubj" for c in head.children)  # `that Kigali withdraw`
                found = sides.of(syntax.deep_subject(head)) if is_verb(head) and own else []
            if found and _set(draft, found, "side named in its content"):
                return True
    return frame.content_is == "demanded" and _asked_below(draft, syntax, sides)


def _asked_below(draft: Draft, syntax: Syntax, sides: Sides) -> bool:
    """`insistent pour que Pyongyang désarme`: the subject of a finite clause below a demand."""
    head = draft.candidate.head
    through = [c for t in head.children if t.pos == "PRON" for c in t.children]  # `appelle à ce que Pyongyang désarme`
    for child in (*head.children, *through):
        if is_verb(child) and child.dep in ("ccomp", "advcl", "acl") and _is_finite(child) and child.i > head.i:
            found = [f for f in sides.of(syntax.deep_subject(child)) if f.political]
            if found and _set(draft, found, "side named in its content"):
                return True
    return False


def _is_finite(verb: Token) -> bool:
    return any(t.feat("VerbForm") == "Fin" for t in (verb, *verb.children) if t is verb or t.dep.startswith("aux"))


def _objects(head: Token, syntax: Syntax, sides: Sides) -> list[Filler]:
    if not is_verb(head):
        return []
    for heads in (syntax.deep_object(head), syntax.dative(head)):
        found = sides.of(heads)
        if found:
            return found
    return []


def _from_act(draft: Draft, by_token: dict[int, Draft], earlier: list[Draft], syntax: Syntax) -> bool:
    """`ont condamné ces attaques`: whose attacks, by their own sides or by the last such act told before."""
    frame = draft.candidate.frame
    if frame.type not in _JUDGING:
        return False
    for name in frame.recipient:
        for head in syntax.slot(draft.candidate.tokens, name, frame.pos):
            act = by_token.get(head.i)
            doers = act.actors if act else []
            if not doers:
                doers = _last_doers(head, act.candidate if act else None, earlier, syntax)
            if doers and _set(draft, doers, f"doer of {head.text!r}"):
                return True
    return False


def _last_doers(head: Token, act: Candidate | None, earlier: list[Draft], syntax: Syntax) -> list[Filler]:
    demonstrative = any(c.dep == "det" and c.lower in syntax.grammar.demonstrative for c in head.children)
    for known in reversed(earlier):
        if not known.actors or (known.candidate.head.sent == head.sent and known.candidate.head is head):
            continue
        stem = _alike(known.candidate.head.lemma.lower(), head.lemma.lower())
        same = act is not None and known.candidate.frame.type == act.frame.type
        hostile = demonstrative and known.candidate.frame.type in ("ASSAULT", "COERCE") and head.lemma in syntax.grammar.act
        if stem or same or hostile:
            return known.actors
    return []


def _alike(a: str, b: str) -> bool:
    """`land` and `landing`, `arrêter` and `arrestation`: one stem, as far as letters show it."""
    length = min(len(a), len(b), _STEM)
    return length >= 4 and a[:length] == b[:length]


def _from_request(draft: Draft, earlier: list[Draft]) -> bool:
    """A refusal or denial answers the request, accusation or threat made to the one who refuses."""
    if draft.candidate.frame.type != "REJECT" or not draft.actors:
        return False
    mine = {(f.side.country, f.side.actor) for f in draft.actors}
    countries = {c for c, _ in mine}
    for known in reversed(earlier):
        if draft.candidate.head.sent - known.candidate.head.sent > _NEAR:
            break
        asked = known.candidate.frame.type in _ANSWERED and any(f.side.country in countries for f in known.recipients)
        if asked and known.actors:
            return _set(draft, known.actors, f"answers {known.candidate.head.text!r}")
    return False


def _from_violence(draft: Draft, earlier: list[Draft]) -> bool:
    """A condemnation that names nobody is of the last act of force told."""
    if draft.candidate.frame.mode != "disapprove":
        return False
    for known in reversed(earlier):
        if draft.candidate.head.sent - known.candidate.head.sent > _NEAR:
            break
        if known.candidate.frame.type in _CONDEMNED and known.actors:
            return _set(draft, known.actors, f"doer of {known.candidate.head.text!r}")
    return False


def _from_home(draft: Draft) -> bool:
    """A protest that names no target is aimed at the authorities of the country where those who protest are at home."""
    if draft.candidate.frame.type != "PROTEST":
        return False
    home = next((f for f in draft.actors if f.side.country and len(f.side.country) == 3 and f.side.country not in ("IGO", "NGO")), None)
    if home is None:
        return False
    span = home.side
    side = Side(None, span.country, "GOV", span.start, span.end, span.text)
    draft.recipients = [Filler(side, None, False, "home of those who protest")]
    draft.why.append("no target: aimed at the authorities at home")
    return True


def _from_place(draft: Draft, syntax: Syntax, sides: Sides) -> bool:
    """Forces that come or go do so to the country they are in: the foreign place nearest in the sentence."""
    frame = draft.candidate.frame
    if frame.type not in ("MOBILIZE", "RETREAT") or frame.mode in ("release", "resign"):
        return False
    mine = {f.side.country for f in draft.actors}
    head = draft.candidate.head
    there = [
        m for t in syntax.doc.sentence_tokens(head.sent)
        if (m := syntax.actors.of(t)) is not None and m.kind == "place" and m.country and m.country not in mine
    ]  # fmt: skip
    if not mine or not there:
        return _from_focus(draft, syntax, mine)
    nearest = min(there, key=lambda m: abs(m.head.i - head.i))
    return _set(draft, sides.of([nearest.head]), "country it happens in")


def _from_focus(draft: Draft, syntax: Syntax, mine: set[str | None]) -> bool:
    """Foreign troops that leave, no place being named, leave the country the article is about."""
    focus, frame, head = syntax.actors.focus, draft.candidate.frame, draft.candidate.head
    foreign = focus is not None and focus not in mine and any(f.side.sector == "MIL" for f in draft.actors)
    if not foreign or frame.type != "RETREAT" or frame.mode not in ("withdraw", "disarm"):
        return False
    span = syntax.doc.token_span(head)
    return _set(draft, [Filler(Side(None, focus, None, span.start, span.end, span.text), None, False, "")], "country in focus")


def _from_fight(draft: Draft, earlier: list[Draft]) -> bool:
    """Violence that names no goal, between two sides told just before, is aimed at the other of them."""
    if draft.candidate.frame.type != "ASSAULT" or not draft.actors:
        return False
    mine = {f.side.actor for f in draft.actors}
    for known in reversed(earlier):
        if draft.candidate.head.sent - known.candidate.head.sent > _NEAR + 1:
            break
        if known.candidate.frame.type in ("ASSAULT", "PROTEST"):
            others = [f for f in (*known.actors, *known.recipients) if f.mention is not None and f.side.actor not in mine]
            if others:
                return _set(draft, others, "doer of the violence before: the other side")
    return False


def absorb_aims(drafts: list[Draft]) -> list[Draft]:
    """What a protest asks for (`manifestent pour demander`, `rallied, demanding`) is its aim: one event, aimed at who is asked."""
    protests = {d.candidate.head.i: d for d in drafts if d.candidate.frame.type == "PROTEST"}
    kept: list[Draft] = []
    for draft in drafts:
        head = draft.candidate.head
        aim = draft.candidate.frame.type in ("REQUEST", "ACCUSE") and is_verb(head) and head.feat("VerbForm") != "Fin"
        aim = aim and not any(c.dep.startswith("aux") and c.lower != "to" for c in head.children)
        protest = next((protests[t.i] for t in _above(head) if t.i in protests), None) if aim else None
        if protest is None or (draft.candidate.frame.type == "ACCUSE" and head.feat("VerbForm") == "Part"):
            kept.append(draft)
        if protest is not None and not protest.recipients:
            _set(protest, draft.recipients, f"side of its aim {head.text!r}")
    return kept


def absorb_objects(drafts: list[Draft]) -> list[Draft]:
    """A verb and its object that are one act.

    They are coded alike (`sent police reinforcements`, `revendique l'attentat`), or the verb ends or refuses what its frame
    asks for as object (`a suspendu ses raids`, `boycotted a meeting`): then that is not going on.
    """
    verbs = {d.candidate.head.i: d for d in drafts if is_verb(d.candidate.head)}
    kept: list[Draft] = []
    for draft in drafts:
        head = draft.candidate.head
        verb = verbs.get(head.head.i) if head.dep == "obj" and draft.candidate.frame.pos == "noun" else None
        ended = verb is not None and verb.type in _ENDING and draft.type in _GOING_ON and _asks_for(verb.candidate.frame, head.lemma)
        if verb is None or not (ended or verb.type == draft.type):
            kept.append(draft)
        elif not verb.recipients:
            _set(verb, draft.recipients, f"side of its object {head.text!r}")
    return kept


def _asks_for(frame: Frame, lemma: str) -> bool:
    return any(slot == "obj" and lemma in words for slot, words in frame.present)


def _above(head: Token) -> list[Token]:
    """What a token stands under, and what else stands directly under that (`staged a rally to demand`)."""
    found: list[Token] = []
    for token in head.ancestors():
        found.append(token)
        found.extend(c for c in token.children if c.dep in ("obj", "xcomp", "nsubj", "obl", "obl:arg"))
        if is_verb(token) and token.feat("VerbForm") == "Fin":
            break
    return found
