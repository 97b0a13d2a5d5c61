"""One syntax for all languages: the labels of Universal Dependencies.

The French model speaks it already. The English model speaks ClearNLP (Choi & Palmer 2012): prepositions head their
nouns there, `dobj` is `obj`, `nsubjpass` is `nsubj:pass`, and the agent of a passive hangs below `by`.
Copulas keep the verb as head in English; `attr` and `acomp` become `xcomp`.
"""

from __future__ import annotations

from greffier.parse.doc import Token

_RENAMED = {
    "dobj": "obj", "dative": "iobj", "nsubjpass": "nsubj:pass", "csubjpass": "csubj:pass", "auxpass": "aux:pass",
    "poss": "nmod:poss", "relcl": "acl:relcl", "attr": "xcomp", "acomp": "xcomp", "oprd": "xcomp", "neg": "advmod",
    "npadvmod": "obl:npmod", "nn": "compound", "pcomp": "advcl", "preconj": "cc", "predet": "det", "prt": "compound:prt",
    "quantmod": "advmod", "meta": "dep", "intj": "discourse", "ROOT": "root",
}  # fmt: skip
_INFINITIVES = ("er", "ir", "re", "oir")
# Endings of the first conjugation, longest first: the model leaves verbs that its table lacks as they stand (`monte`).
_FIRST_CONJUGATION = (
    "eraient", "assent", "erions", "erait", "erais", "eront", "erons", "aient", "èrent", "erez", "eras", "erai",
    "ions", "asse", "ent", "ons", "ait", "ais", "ant", "era", "ées", "iez", "ez", "ée", "és", "es", "as", "ai", "é", "e", "a",
)  # fmt: skip
_FUTURE = frozenset({"ai", "as", "a", "ons", "ez", "ont"})
_CONDITIONAL = frozenset({"ais", "ait", "ions", "iez", "aient"})
# French pronouns that are always subjects, and what the parser takes them for before another clitic (`Il lui reproche`).
_SUBJECT_CLITICS = frozenset({"je", "tu", "il", "ils", "on"})
_MISTAKEN = frozenset({"cop", "dep", "obj", "iobj", "obl:mod", "obl:arg", "nmod", "appos", "dislocated", "advmod"})
_PARTICIPLES = ("ant", "ants", "ante", "antes")
_VERBAL = frozenset({"VERB", "AUX", "ADJ", "ADV"})


def to_universal(language: str, tokens: list[Token], tags: list[str]) -> None:
    """Rewrite labels and prepositional phrases in place. `tags` are the parser's own fine tags, one a token."""
    if language == "en":
        _english(tokens, tags)
        return
    for token in tokens:
        if token.dep == "ROOT":
            token.dep = "root"
        if token.lower in _SUBJECT_CLITICS and token.pos == "PRON" and token.dep in _MISTAKEN and token.head is not token:
            token.dep = "nsubj"
        if token.pos == "VERB" and token.lower.endswith(_PARTICIPLES) and any(t.dep == "det" for t in token.children):
            token.pos, token.lemma = "NOUN", token.lower.removesuffix("s")  # `l'opposant`, `les manifestants`
        if token.pos == "VERB":
            if not token.lemma.endswith(_INFINITIVES):
                token.lemma = first_conjugation(token.lower) or token.lemma
            _mend_tense(token)
    for token in tokens:
        if token.dep == "flat:name" and token.pos == "PROPN":
            _free_object(token)
        if token.lower == "en" and 0 < token.i < len(tokens) - 1 and tokens[token.i - 1].text == ",":
            _raise_gerund(token.head)


def _free_object(name: Token) -> None:
    """`a accusé en retour Washington`: a name that the parser joined to the adverbial before it is the verb's object."""
    noun = name.head
    verb = noun.head
    adverbial = noun.pos == "NOUN" and noun.text[:1].islower() and noun.dep.startswith("obl") and noun.i < name.i
    if not adverbial or verb.pos != "VERB" or verb.i > noun.i or any(t.dep == "obj" for t in verb.children):
        return
    if any(t.dep == "det" for t in noun.children):
        return  # `du président Macron`: a title
    noun.children.remove(name)
    name.head, name.dep = verb, "obj"
    verb.children = sorted([*verb.children, name], key=lambda t: t.i)


def _raise_gerund(gerund: Token) -> None:
    """`A refuse, comme le demandait B, en assurant que`: the gerund after a comma belongs to the main verb, not to B's."""
    clause = gerund.head
    if gerund.pos != "VERB" or not gerund.lower.endswith("ant") or clause.pos != "VERB" or clause.i > gerund.i:
        return
    if clause.dep != "advcl" or clause.head.pos != "VERB" or clause.head.i > clause.i:
        return
    clause.children.remove(gerund)
    gerund.head = clause.head
    gerund.head.children = sorted([*gerund.head.children, gerund], key=lambda t: t.i)


def first_conjugation(form: str) -> str | None:
    """The infinitive of a form of the first conjugation, which all new French verbs follow; None where it is no form of it."""
    ending = next((e for e in _FIRST_CONJUGATION if form.endswith(e) and len(form) > len(e) + 2), None)
    if ending is None:
        return None
    stem = form[: -len(ending)]
    stem = stem[:-1] + "c" if stem.endswith("ç") else stem[:-1] if stem.endswith("ge") else stem
    return stem + "er"


def _mend_tense(token: Token) -> None:
    """The future and the conditional are written on the infinitive: the tagger takes many for a present."""
    stem = token.lemma.rstrip("e")
    if not token.lower.startswith(stem) or "VerbForm=Inf" in token.morph:
        return
    ending = token.lower[len(stem) :]
    if ending in _FUTURE:
        token.morph = token.morph.replace("Tense=Pres", "Tense=Fut").replace("Tense=Past", "Tense=Fut")
    elif ending in _CONDITIONAL:
        token.morph = token.morph.replace("Mood=Ind", "Mood=Cnd")


def _english(tokens: list[Token], tags: list[str]) -> None:
    for token, tag in zip(tokens, tags, strict=True):
        token.dep = _RENAMED.get(token.dep, token.dep)
        if tag == "MD":
            token.morph = f"{token.morph}|Modal=Yes" if token.morph else "Modal=Yes"
    for token in tokens:
        if token.dep in ("prep", "agent", "iobj") and token.pos in ("ADP", "SCONJ", "VERB", "PART"):
            _raise_object(token)


def _raise_object(preposition: Token) -> None:
    """`meet → with → Putin` becomes `meet → Putin → with`: the noun hangs on the verb, the preposition marks it.

    A verb below a preposition (`accused of spying`) is raised the same way, as an adverbial clause with its mark.
    """
    noun = next((t for t in preposition.children if t.dep in ("pobj", "advcl")), None)
    if noun is None:
        return
    clause = noun.dep == "advcl"
    head = preposition.head
    agent, dative = preposition.dep == "agent", preposition.dep == "iobj"
    preposition.children.remove(noun)
    if head is preposition:
        noun.head, noun.dep = noun, "root"
    else:
        head.children[head.children.index(preposition)] = noun
        noun.head = head
        noun.dep = "advcl" if clause else "obl:agent" if agent else "iobj" if dative else "obl" if head.pos in _VERBAL else "nmod"
    for left in preposition.children:
        left.head = noun
    noun.children = sorted([*preposition.children, *noun.children, preposition], key=lambda t: t.i)
    preposition.children = []
    preposition.head, preposition.dep = noun, "mark" if clause else "case"
