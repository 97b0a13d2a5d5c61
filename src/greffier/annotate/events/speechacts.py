"""Acts done by words that no frame names: saying what one will do oneself, and what another must do.

PLOVER codes a declared intention by what it is to the other side: a friendly one is a promise (AGREE), a hostile one a
threat (THREATEN), a friendly one denied a refusal (REJECT); an obligation laid on another is a demand (REQUEST).
The words that count are `[speech]` in `lang/<language>/factuality.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from greffier.annotate.events.clauses import is_verb
from greffier.annotate.events.draft import Draft
from greffier.annotate.events.frames import Frame
from greffier.annotate.events.sides import Filler, Sides
from greffier.annotate.events.slots import Syntax
from greffier.annotate.events.triggers import Candidate
from greffier.lang import load_table
from greffier.ontology import ontology
from greffier.parse.doc import Token

_THREAT_MODE = {"ASSAULT": "violence", "COERCE": "restrict", "SANCTION": "restrict", "MOBILIZE": "violence", "PROTEST": None}
_MUST = Frame(id="obligation", trigger="", pos="verb", type="REQUEST")


@dataclass(frozen=True)
class _Speech:
    promising: frozenset[str]
    willing: frozenset[str]
    obligation: frozenset[str]
    telling: frozenset[str]


@lru_cache(maxsize=8)
def _speech(language: str) -> _Speech:
    return _Speech(**{k: frozenset(v) for k, v in load_table(language, "factuality")["speech"].items()})


def promises_and_threats(drafts: list[Draft], syntax: Syntax, sides: Sides) -> None:
    """Recodes what an actor itself says it will or will not do."""
    words = _speech(syntax.doc.language)
    for draft in drafts:
        frame, verdict = draft.candidate.frame, draft.verdict
        if verdict.modality not in ("planned", "negated") or frame.type in ("AGREE", "THREATEN", "REJECT", "REQUEST", "ACCUSE"):
            continue
        if frame.mode == "resign" or frame.pos == "noun":
            continue
        friendly = ontology().quad(frame.type) < 3
        own = _own_word(draft, words, syntax, sides)
        if verdict.modality == "negated":
            to_come = "future" in " ".join(verdict.why) or _modal(draft.candidate.head) or draft.candidate.head.feat("Tense") == "Fut"
            told = not verdict.claimed and sides.quoted.claimant(draft.candidate.head) is None and any(f.political for f in draft.actors)
            if not friendly or not to_come or not (own or told):
                continue  # `ne livrera plus d'armes`, `would not let inspectors in`: who will not do what is asked refuses
            draft.code = ("REJECT", None)
        elif not own:
            continue
        else:
            draft.code = ("AGREE", None) if friendly else ("THREATEN", _THREAT_MODE.get(frame.type))
        verdict.modality = "asserted"
        verdict.why.append(f"own word on {frame.type}")


def _modal(head: Token) -> bool:
    return any(c.dep == "aux" and c.feat("Modal") for c in head.children)


def _own_word(draft: Draft, words: _Speech, syntax: Syntax, sides: Sides) -> bool:
    """Does the doer itself, or its own spokesman, say so (`said it will`, `is ready to`)?"""
    mine = {f.side.country for f in draft.actors if f.side.country}
    for token in (draft.candidate.head, *draft.candidate.head.ancestors()):
        if token.lemma in words.willing and not is_verb(token):
            return True
        if is_verb(token) and token.lemma in words.promising and token is not draft.candidate.head:
            speakers = {f.side.country for f in sides.of(syntax.deep_subject(token))}
            return bool(mine & speakers)
    return False


def demands(drafts: list[Draft], syntax: Syntax, sides: Sides) -> list[Draft]:
    """All drafts with `X said Y must leave` as a demand of X on Y; what Y must do is then no event of its own."""
    words = _speech(syntax.doc.language)
    taken = {d.candidate.head.i for d in drafts}
    found: list[Draft] = []
    demanded: set[int] = set()
    for token in syntax.doc.tokens:
        if token.lower not in words.obligation and token.lemma not in words.obligation:
            continue
        draft = _demand(token, words, syntax, sides)
        if draft is not None and draft.candidate.head.i not in taken:
            taken.add(draft.candidate.head.i)
            found.append(draft)
            demanded.update(t.i for t in (token, token.head, *token.children) if t.dep in ("xcomp", "ccomp") or t is token)
    return [*(d for d in drafts if d.candidate.head.i not in demanded), *found]


def _demand(modal: Token, words: _Speech, syntax: Syntax, sides: Sides) -> Draft | None:
    verb = modal.head if modal.dep.startswith("aux") else modal
    if any(c.lemma in syntax.grammar.have and c.dep == "aux" for c in verb.children) or modal.feat("Mood") == "Cnd":
        return None  # `must have left` infers
    asked = [f for f in sides.of(syntax.surface_subject(verb)) if f.political]
    teller, asking = _teller(verb, words, syntax, sides)
    if teller is None or not asked or not any(f.political for f in asking):
        return None
    if any(a.side.actor and a.side.actor == b.side.actor for a in asked for b in asking):
        return None
    draft = Draft(Candidate(_MUST, [teller]), asking, asked)
    draft.why.append(f"obligation {modal.text!r} laid by {teller.text!r}")
    return draft


def _teller(verb: Token, words: _Speech, syntax: Syntax, sides: Sides) -> tuple[Token | None, list[Filler]]:
    """The verb of saying over an obligation, and who says it: by the syntax, else by the quotation it stands in."""
    for token in verb.ancestors():
        if token.lemma in words.telling and is_verb(token):
            return token, sides.of(syntax.deep_subject(token))
    cue = sides.quoted.cue(verb)
    if cue is None or cue.lemma not in words.telling:
        return None, []
    return cue, sides.speaking(verb)
