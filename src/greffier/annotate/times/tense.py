"""Whether a clause tells of the past or of what is to come: by its verb, and by words that look ahead."""

from __future__ import annotations

from greffier.parse.doc import Token

_VERBAL = frozenset({"VERB", "AUX"})
_FAR = 6  # ancestors looked at


def tense_of(token: Token, ahead: frozenset[str], going: frozenset[str]) -> str | None:
    """past, present or future of the clause that a token stands in; None where no verb tells.

    `ahead` are words that look forward (`prévu`, `scheduled`), `going` verbs whose infinitive is still to come.
    """
    infinitive = False
    for number, node in enumerate((token, *token.ancestors())):
        if number > _FAR:
            break
        if node.lower in ahead or node.lemma in ahead:
            return "future"
        if node.pos not in _VERBAL:
            continue
        if node.feat("VerbForm") == "Inf" or any(c.dep == "mark" and c.lower == "to" for c in node.children):
            modal = _modal(node)
            if modal is not None:
                return modal
            infinitive = True
            continue
        told = _finite(node, infinitive, going)
        if told is not None:
            return told
    return None


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
