"""Whether a clause tells of the past or of what is to come: by its verb, and by words that look ahead."""

from __future__ import annotations

from typing import NamedTuple

from greffier.parse.doc import Token

_VERBAL = frozenset({"VERB", "AUX"})
_PERFECT = frozenset({"avoir", "être", "have"})
_FAR = 6  # ancestors looked at


class Forward(NamedTuple):
    """Words that look forward (`prévu`, `scheduled`); verbs whose infinitive is still to come in the present (`doit`), and
    those whose infinitive is so in any tense (`a appelé à`)."""

    ahead: frozenset[str] = frozenset()
    going: frozenset[str] = frozenset()
    asking: frozenset[str] = frozenset()


def tense_of(token: Token, forward: Forward) -> str | None:
    """past, present or future of the clause that a token stands in; None where no verb tells.

    `asked` is what somebody wanted: days to come, while a month may as well be that of the asking.
    """
    infinitive = False
    for number, node in enumerate((token, *token.ancestors())):
        if number > _FAR:
            break
        if node.lower in forward.ahead or node.lemma in forward.ahead:
            return "future"
        if node.pos not in _VERBAL:
            continue
        if _perfect_infinitive(node):
            return "past"
        if _infinitive(node):
            modal = _modal(node)
            if modal is not None:
                return modal
            infinitive = True
            continue
        if infinitive and node.lemma in forward.asking:
            return "asked"
        told = _finite(node, infinitive, forward.going)
        if told is not None:
            return told
    return None


def _infinitive(verb: Token) -> bool:
    """`partir`, `to leave`, `être annoncée`."""
    return (
        verb.feat("VerbForm") == "Inf"
        or any(c.dep == "mark" and c.lower == "to" for c in verb.children)
        or any(c.dep == "aux:pass" and c.feat("VerbForm") == "Inf" for c in verb.children)
    )


def _perfect_infinitive(verb: Token) -> bool:
    """`avoir fui`, `être parti`, `to have left`, but not `may have left`."""
    auxiliaries = [c for c in verb.children if c.dep in ("aux", "aux:tense")]
    return any(a.feat("VerbForm") == "Inf" and a.lemma in _PERFECT for a in auxiliaries) and not any(a.feat("Modal") for a in auxiliaries)


def _modal(verb: Token) -> str | None:
    """`will travel` is to come, `may have fled` is past; None without a modal."""
    auxiliaries = [c for c in verb.children if c.dep.startswith("aux")]
    if not any(a.feat("Modal") for a in auxiliaries):
        return None
    return "past" if any(a.lemma == "have" for a in auxiliaries) else "future"


def _finite(verb: Token, infinitive: bool, going: frozenset[str]) -> str | None:
    auxiliaries = [c for c in verb.children if c.dep.startswith("aux") or c.dep == "cop"]
    participle = verb.feat("VerbForm") == "Part" and verb.feat("Tense") == "Past"
    for word in (*auxiliaries, verb):
        mood, tense = word.feat("Mood"), word.feat("Tense")
        if word.feat("Modal"):
            perfect = any(a.lemma in ("have", "avoir") for a in auxiliaries if a is not word)
            return "past" if perfect else "future"
        if tense == "Fut":
            return "future"
        if mood == "Cnd":
            return "past" if participle and word is not verb and word.dep != "aux:pass" else "future"
        if infinitive and word is verb and verb.lemma in going:
            return "future"
        if tense in ("Past", "Imp"):
            return "past"
        if tense == "Pres" and word is not verb and word.dep in ("aux:tense", "aux"):
            return "past" if participle else "present"
        if tense == "Pres" and word.feat("VerbForm") == "Fin":
            return "present"
    return "past" if participle and not auxiliaries else None
