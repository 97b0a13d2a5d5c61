"""Where frames match: one pass over the tokens, a look-up by lemma for each."""

from __future__ import annotations

from dataclasses import dataclass

from greffier.annotate.events.clauses import is_verb
from greffier.annotate.events.frames import Frame, Lexicon, Pattern
from greffier.annotate.events.slots import Syntax
from greffier.parse.doc import Token
from greffier.parse.universal import first_conjugation

_VERB = frozenset({"VERB", "AUX"})
_NOT_NOUN = frozenset({"VERB", "AUX", "DET", "ADP", "PRON", "CCONJ", "SCONJ", "PUNCT"})
_ADJ = frozenset({"ADJ", "VERB", "NOUN", "ADV"})
_MISTAKEN = frozenset({"NOUN", "ADJ", "PROPN", "ADV"})
_GAP = 6
_NOUN_GAP = 3
_INFINITIVES = ("er", "ir", "re")
_STOP = frozenset({".", ";", ":", "!", "?"})


@dataclass(slots=True)
class Candidate:
    """A frame that matches at `tokens`; the first of them is the predicate."""

    frame: Frame
    tokens: list[Token]

    @property
    def head(self) -> Token:
        return self.tokens[0]


def find_candidates(syntax: Syntax, lexicon: Lexicon) -> list[list[Candidate]]:
    """For each predicate the frames whose trigger and guards match it, in the order in which they are to be tried."""
    found: list[list[Candidate]] = []
    used: set[int] = set()
    for token in syntax.doc.tokens:
        patterns = _patterns(syntax, token, lexicon)
        if not patterns or token.i in used or token.pos == "PUNCT":
            continue
        fitting: list[Candidate] = []
        for pattern in patterns:
            tokens = _match(syntax, token, pattern)
            if tokens is not None and _guards(syntax, tokens, pattern.frame):
                fitting.append(Candidate(pattern.frame, tokens))
        if fitting:
            found.append(fitting)
            used.update(t.i for t in fitting[0].tokens)
    return found


def _patterns(syntax: Syntax, token: Token, lexicon: Lexicon) -> list[Pattern]:
    patterns = lexicon.by_word.get(token.lemma) or lexicon.by_word.get(token.lower) or []
    if not patterns and token.pos == "VERB" and syntax.doc.language == "en":
        patterns = lexicon.by_word.get(f"{token.lemma}e", [])  # `staged`, which the lemmatizer takes for a form of `stag`
    if token.pos in _MISTAKEN and (_has_auxiliary(token) or _mistaken_noun(syntax, token)):
        patterns = lexicon.by_word.get(_verb_lemma(syntax, token), []) or patterns
    return patterns


def _has_auxiliary(token: Token) -> bool:
    """`a téléphoné`: what an auxiliary stands with is a verb, whatever the tagger says."""
    return any(c.dep == "aux:tense" for c in token.children)


def _match(syntax: Syntax, token: Token, pattern: Pattern) -> list[Token] | None:
    if not _fits_pos(token, pattern.frame.pos) and not (pattern.frame.pos == "verb" and _mistaken_noun(syntax, token)):
        return None
    unlike = pattern.frame.pos == "verb" and syntax.is_reflexive(token) != pattern.reflexive
    if unlike and (pattern.reflexive or not pattern.frame.mutual):
        return None
    if not pattern.rest:
        return [token]
    return _rest(syntax, token, pattern)


def _fits_pos(token: Token, pos: str) -> bool:
    if pos == "verb":
        if token.pos in _MISTAKEN and _has_auxiliary(token):
            return True
        if token.pos == "ADJ":  # a participle after a copula: `aurait été empoisonné`
            return token.lemma != token.lower and token.lemma.endswith(_INFINITIVES) and any(c.dep == "cop" for c in token.children)
        article = any(c.dep == "det" and c.pos == "DET" and c.i == token.i - 1 for c in token.children)  # `the wounded`
        return token.pos in _VERB and not token.dep.startswith(("aux", "cop")) and not article
    if pos == "noun":
        return token.pos not in _NOT_NOUN
    return token.pos in _ADJ


def _verb_lemma(syntax: Syntax, token: Token) -> str:
    return (first_conjugation(token.lower) if syntax.doc.language == "fr" else None) or token.lemma


def _mistaken_noun(syntax: Syntax, token: Token) -> bool:
    """`Téhéran menace Israël`: a verb the parser takes for a noun stands between an actor and what follows, bare."""
    tokens = syntax.doc.tokens
    if token.pos not in _MISTAKEN or not 0 < token.i < len(tokens) - 1 or token.lower.endswith("s"):
        return False
    before, after = tokens[token.i - 1], tokens[token.i + 1]
    if before.sent != token.sent or after.sent != token.sent or after.pos not in ("PROPN", "DET", "PRON", "ADJ", "ADP"):
        return False
    subject = syntax.actor_ending_at(before) is not None and before.pos in ("PROPN", "NOUN", "ADJ")
    article = any(c.dep == "det" and c.pos == "DET" and c.i > before.i for c in token.children)
    return subject and not article and (token.dep == "root" or before.dep in ("nsubj", "det", "dep"))


def _rest(syntax: Syntax, token: Token, pattern: Pattern) -> list[Token] | None:
    """The further words of a trigger, in order, each within a few words of the one before."""
    tokens = syntax.doc.tokens
    last = syntax.doc.sentences[token.sent].last
    found = [token]
    for word in pattern.rest:
        at = found[-1].i + 1
        limit = min(last, at + (_GAP if pattern.frame.pos == "verb" else _NOUN_GAP))
        particle = len(found) == len(pattern.rest) and pattern.frame.pos == "verb"  # `gave him victory in` is no `give in`
        alike = (t for t in tokens[at:limit] if t.lemma == word or t.lower == word)
        following = next((t for t in alike if t.i == at or not (particle and t.dep in ("case", "det"))), None)
        if following is None or any(t.lower in _STOP for t in tokens[at : following.i]):
            return None
        found.append(following)
    return found


def _guards(syntax: Syntax, tokens: list[Token], frame: Frame) -> bool:
    return all(_one_of(syntax, tokens, frame, slot, words) for slot, words in frame.present) and not any(
        _one_of(syntax, tokens, frame, slot, words) for slot, words in frame.absent
    )


def _one_of(syntax: Syntax, tokens: list[Token], frame: Frame, slot: str, words: frozenset[str]) -> bool:
    """Is one of these lemmas in the slot? `*` is anything, `@` any actor."""
    if slot == "case":
        return syntax.preposition(tokens[0]) in words
    if slot == "near":
        return any(t.lemma in words or t.lower in words for t in syntax.doc.sentence_tokens(tokens[0].sent))
    fillers = _fillers(syntax, tokens, frame, slot)
    if "*" in words:
        return bool(fillers)
    if "@" in words and any(syntax.actors.of(t) for t in fillers):
        return True
    return any(t.lemma in words or t.lower in words for t in fillers)


def _fillers(syntax: Syntax, tokens: list[Token], frame: Frame, slot: str) -> list[Token]:
    if slot == "head":
        head, support = tokens[0].head, syntax.support(tokens[0])
        return [t for t in (head, support) if t is not None and t is not tokens[0]]
    fillers = syntax.slot(tokens, slot, frame.pos)
    return [inner for filler in fillers for inner in (filler, *_counted(syntax, filler))]


def _counted(syntax: Syntax, token: Token) -> list[Token]:
    """What a quantity counts (`une série de sanctions`), and what a compound is of (`sanctions package`)."""
    found = [c for c in token.children if c.dep == "compound"]
    if token.lemma in syntax.grammar.quantity:
        found.extend(c for c in token.children if syntax.preposition(c) in syntax.grammar.of)
    return found


def trigger_span(candidate: Candidate) -> tuple[Token, Token]:
    """First and last token of the trigger: a finite verb with its auxiliaries, and the further words of the trigger."""
    first = last = candidate.head
    for token in candidate.tokens:
        last = token if last.i < token.i <= last.i + 4 else last
    if is_verb(first):
        for child in first.children:
            if child.dep.startswith("aux") and 0 < first.i - child.i <= 4 and child.pos == "AUX":
                first = child if child.i < first.i else first
    return first, last
