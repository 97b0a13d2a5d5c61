"""Did it happen, and who says so: what stands around a predicate decides its modality.

Climbs from the predicate to the root of its sentence. Each step may negate, plan, suppose or attribute; words that do so
are data (`lang/<language>/factuality.toml`). The grades follow FactBank (Saurí & Pustejovsky 2009), folded to five.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from greffier.annotate.events.clauses import is_verb
from greffier.annotate.events.slots import Syntax
from greffier.annotate.events.triggers import Candidate
from greffier.lang import load_table
from greffier.model import Modality
from greffier.parse.doc import Token

_EMBEDDED = ("ccomp", "xcomp", "obj", "obl:arg", "nsubj:pass", "csubj", "acl", "nmod", "iobj", "parataxis", "advcl", "obl", "amod", "conj", "dep", "appos")
_PREFERENCE: tuple[Modality, ...] = ("negated", "hypothetical", "planned", "reported")


@dataclass(frozen=True)
class Cues:
    """The words of one language that decide factuality: lemma (or form) to effect."""

    negators: frozenset[str]
    negating_determiners: frozenset[str]
    negating_marks: frozenset[str]
    restriction: frozenset[str]
    halves: frozenset[str]
    concessive: frozenset[str]
    obligations: frozenset[str]
    particles: frozenset[str]
    later: frozenset[str]
    conditional_marks: frozenset[str]
    temporal_marks: frozenset[str]
    purpose_marks: frozenset[str]
    sources: frozenset[str]
    definite: frozenset[str]
    modals: dict[str, Modality]
    modifiers: dict[str, Modality]
    verbs: dict[str, str]
    nouns: dict[str, str]
    adjectives: dict[str, str]


@lru_cache(maxsize=8)
def cues(language: str) -> Cues:
    """The factuality words of a language."""
    table = load_table(language, "factuality")
    sets = {k: frozenset(v) for k, v in table["words"].items()}
    effects = {kind: {w: e for e, ws in table[kind].items() for w in ws} for kind in ("modals", "modifiers", "verbs", "nouns", "adjectives")}
    return Cues(**sets, **effects)  # type: ignore[arg-type]


@dataclass(slots=True)
class Verdict:
    """What the words around a predicate say of it. `claimant` are the heads of who says so; `by` holds the event's content."""

    modality: Modality = "asserted"
    claimed: bool = False
    claimant: list[Token] = field(default_factory=list)
    swallowed_by: Candidate | None = None
    saying: str = "attributed"
    unreal: str = ""  # the word inside which nothing is an event of its own
    why: list[str] = field(default_factory=list)

    def add(self, modality: Modality, reason: str) -> None:
        """The innermost word that matters decides, except that a denial inside wins over all."""
        if self.modality == "asserted":
            self.modality = modality
            self.why.append(reason)


@dataclass(slots=True)
class _Climb:
    presupposed: bool = False
    aside: bool = False  # inside a relative clause


class Factuality:
    """Judges predicates of one article. `contents` maps the head of a content to the candidate it is content of."""

    def __init__(self, syntax: Syntax, contents: dict[int, Candidate]) -> None:
        self.syntax = syntax
        self.cues = cues(syntax.doc.language)
        self.contents = contents

    def judge(self, candidate: Candidate) -> Verdict:
        """The verdict on one candidate."""
        verdict = Verdict()
        if candidate.frame.modality != "asserted":
            verdict.add(candidate.frame.modality, f"frame {candidate.frame.id}")  # type: ignore[arg-type]
        climb = _Climb()
        token = candidate.head
        self._own(token, verdict, climb)
        support = self.syntax.support(token) if candidate.frame.pos == "noun" else None
        if support is not None and support.head is token:
            self._own(support, verdict, climb)
        while True:
            if not climb.presupposed:
                self._content(token, candidate, verdict)
            head = token.head
            if head is token:
                break
            self._embedding(token, head, candidate, verdict, climb)
            if not self._own_aside(token, head):
                self._own(head, verdict, climb)
            token = head
        if not climb.aside and self._question(token):
            verdict.unreal = verdict.unreal or "?"
        self._source(candidate.head, verdict)
        return verdict

    # --- the predicate itself -----------------------------------------------------------------------------------
    def _own(self, token: Token, verdict: Verdict, climb: _Climb) -> None:
        """Negation, auxiliaries, mood and marks of one predicate on the way up."""
        if climb.presupposed:
            return
        if self.negated(token):
            verdict.add("negated", "negation")
        for child in token.children:
            effect = self.cues.modifiers.get(child.lower) or self.cues.modifiers.get(child.lemma)
            if effect and child.dep in ("advmod", "amod", "acl", "det", "obl:mod", "mark"):
                verdict.add(effect, f"{child.text!r}")
        if is_verb(token) or any(c.dep == "cop" for c in token.children):
            self._mood(token, verdict)

    def _own_aside(self, token: Token, head: Token) -> bool:
        """A coordinated predicate with a mood of its own does not share that of the one before."""
        if token.dep not in ("conj", "appos", "parataxis", "dep"):
            return False
        return not is_verb(token) or token.feat("VerbForm") == "Fin" or any(c.dep.startswith("aux") for c in token.children)

    def negated(self, token: Token) -> bool:
        """Is this predicate denied (`pas`, `never`, `aucun`, `sans`), and not merely restricted (`ne … que`)?"""
        c = self.cues
        for child in token.children:
            if child.lower in c.negators and child.dep in ("advmod", "obj", "nsubj", "det", "nsubj:pass", "cc"):
                if child.lower in c.halves and not any(x.lower in c.particles for x in token.children):
                    continue  # `plus tôt` without `ne` denies nothing
                return not any(x.lower in c.restriction for x in token.children if x.i > token.i)
            if child.lower in c.negating_determiners and child.dep in ("det", "advmod"):
                return True
            if child.dep in ("nsubj", "nsubj:pass", "obj") and any(x.lower in c.negating_determiners for x in child.children):
                return True
            if child.dep in ("mark", "case") and child.lower in c.negating_marks and child.i < token.i:
                return True
        return False

    def _mood(self, verb: Token, verdict: Verdict) -> None:
        auxiliaries = [t for t in verb.children if t.dep.startswith(("aux", "cop"))]
        for child in verb.children:
            if child.dep == "mark" and child.lower in self.cues.conditional_marks:
                verdict.unreal = verdict.unreal or child.text
        for token in (*auxiliaries, verb):
            modal = self.cues.modals.get(token.lower) or (self.cues.modals.get(token.lemma) if token is not verb else None)
            if modal and token is not verb and self.syntax.actors.of(token) is None and not _name(token):
                if token.lower in self.cues.obligations:
                    verdict.unreal = verdict.unreal or token.text  # what must be done is demanded, not done
                later = token.lower in self.cues.later and self._told(verb)  # `said it would`
                verdict.add("planned" if later else modal, f"{token.text!r}")
            mood, tense = token.feat("Mood"), token.feat("Tense")
            if mood == "Cnd":
                self._conditional(token, verb, verdict)
            elif mood == "Sub" and not any(c.lower in self.cues.concessive for c in verb.children if c.dep in ("mark", "advmod")):
                verdict.unreal = verdict.unreal or token.text  # the subjunctive of what is wanted or feared
            elif tense == "Fut":
                verdict.add("planned", f"future {token.text!r}")

    def _conditional(self, token: Token, verb: Token, verdict: Verdict) -> None:
        """The French conditional: of hearsay in the past (`aurait tué`), else of what might be."""
        perfect = verb.feat("VerbForm") == "Part" or any(c.dep == "cop" and c.feat("VerbForm") == "Part" for c in verb.children)
        if token is not verb and perfect and not token.dep.startswith("cop"):
            verdict.add("reported", f"conditional {token.text!r}")
            return
        verdict.add("planned" if self._told(verb) else "hypothetical", f"conditional {token.text!r}")

    def _told(self, verb: Token) -> bool:
        """Does the clause stand under a verb of saying, so that its conditional is a future seen from the past?"""
        return verb.dep in ("ccomp", "acl") and self.cues.verbs.get(verb.head.lemma) in ("reported", "announcing")

    def _question(self, verb: Token) -> bool:
        sentence = self.syntax.doc.sentences[verb.sent]
        return any(t.text == "?" for t in self.syntax.doc.tokens[max(sentence.first, sentence.last - 2) : sentence.last])

    # --- what stands above --------------------------------------------------------------------------------------
    def _content(self, token: Token, candidate: Candidate, verdict: Verdict) -> None:
        """Is this token the content of another frame's act?"""
        holder = self.contents.get(token.i)
        if holder is None or holder is candidate or verdict.swallowed_by is not None:
            return
        if token is not candidate.head and candidate.frame.pos == "noun" and self._definite(candidate.head):
            return
        if holder.frame.content_is != "fact":
            verdict.swallowed_by = holder

    def _definite(self, noun: Token) -> bool:
        return any(c.dep in ("det", "nmod:poss") and c.lower in self.cues.definite for c in noun.children)

    def _embedding(self, token: Token, head: Token, candidate: Candidate, verdict: Verdict, climb: _Climb) -> None:
        """What the head does to what stands below it."""
        if token.dep == "acl:relcl" or (token.dep == "advcl" and self._marked(token, self.cues.temporal_marks)):
            if any(c.lower in self.cues.negating_determiners for c in head.children if c.dep == "det"):
                verdict.unreal = verdict.unreal or head.text  # `there is no way they will disarm`: of nothing, nothing is told
            climb.presupposed = True
            climb.aside = token.dep == "acl:relcl" or climb.aside
        if token.dep == "acl" and token.feat("VerbForm") == "Part":
            climb.presupposed = True
        if token.dep in ("obl:mod", "advmod", "obl:npmod") and not is_verb(token):
            climb.presupposed = climb.presupposed or not self._argument(token)
            return
        if head.lower in self.cues.purpose_marks and not climb.presupposed:
            self._purpose(candidate, verdict)  # `afin d'obtenir la visite`
        if token.dep not in _EMBEDDED or token.dep in ("conj", "appos"):
            return
        effect = self._effect(token, head)
        if effect == "announcing":
            effect = "reported" if token.dep in ("ccomp", "parataxis") or token.feat("VerbForm") == "Fin" else "planned"
        if effect == "reported":
            self._report(token, head, verdict, climb)
        elif effect == "unreal":
            if not climb.presupposed and not (token is candidate.head and self._stands(token, candidate)):
                verdict.unreal = verdict.unreal or head.text
        elif effect in _PREFERENCE and not climb.presupposed:
            if not (token is candidate.head and self._stands(token, candidate) and effect == "negated"):
                verdict.add(effect, f"{head.text!r}")
        elif not climb.presupposed:
            if token.dep in ("advcl", "acl", "xcomp", "obl") and self._marked(token, self.cues.purpose_marks):
                self._purpose(candidate, verdict)
            climb.presupposed = self._taken_for_granted(token, head, candidate)

    def _report(self, token: Token, head: Token, verdict: Verdict, climb: _Climb) -> None:
        if verdict.claimed or climb.presupposed:
            return
        if is_clause_like(token) or token.dep in ("ccomp", "obj", "nmod", "parataxis"):
            claimant = self.syntax.deep_subject(head) if is_verb(head) else self.syntax.noun_doer(head)
            if not claimant and is_verb(head) and not self.syntax.is_passive(head) and head.feat("Person") == "1":
                return  # `rappelons que`: the article itself
            verdict.claimed = True
            verdict.claimant = claimant
            verdict.saying = f"said by {head.text!r}"

    def _stands(self, noun: Token, candidate: Candidate) -> bool:
        """A definite noun names an act that is known: refusing or denying it does not undo it."""
        return candidate.frame.pos == "noun" and self._definite(noun)

    def _taken_for_granted(self, token: Token, head: Token, candidate: Candidate) -> bool:
        """Adjuncts (`depuis l'arrestation`) and definite nouns (`n'a pas commenté l'attaque`) keep out of the mood above."""
        if is_verb(token) or not is_verb(head):
            return False
        if token.dep in ("obl", "obl:mod", "advmod", "nmod", "obl:npmod") and not self._argument(token):
            return True
        return token is candidate.head and self._stands(token, candidate) and head.lemma not in self.syntax.support_verbs and (
            head.lemma not in self.syntax.grammar.occurrence
        )

    def _purpose(self, candidate: Candidate, verdict: Verdict) -> None:
        from greffier.ontology import ontology

        if candidate.frame.pos == "noun" or ontology().quad(candidate.frame.type) in (2, 4):
            verdict.unreal = verdict.unreal or "purpose"

    def _effect(self, token: Token, head: Token) -> str | None:
        if is_verb(head):
            if token.dep in ("obl", "nmod") and not self._argument(token):
                return None
            if token.dep == "advcl" and not (self.syntax.preposition(token) and self._argument(token)):
                return None
            reflexive = self.syntax.is_reflexive(head)
            return self.cues.verbs.get(f"se {head.lemma}" if reflexive else head.lemma)
        if head.pos in ("NOUN", "PROPN"):
            if token.dep in ("nmod", "acl", "ccomp", "xcomp", "advcl", "obl:arg", "obl"):
                return self.cues.nouns.get(head.lemma)
            return None
        return self.cues.adjectives.get(head.lemma)

    def _argument(self, token: Token) -> bool:
        preposition = self.syntax.preposition(token)
        return preposition in self.syntax.grammar.dative or preposition in self.syntax.grammar.of or preposition in ("from", "to", "")

    def _marked(self, token: Token, marks: frozenset[str]) -> bool:
        return any(c.dep in ("mark", "case", "advmod") and c.i < token.i and (c.lower in marks or self.syntax.preposition(token) in marks) for c in token.children)

    def _source(self, head: Token, verdict: Verdict) -> None:
        """`selon X`, `according to X`, on the predicate or above it."""
        if verdict.claimed:
            return
        for token in (head, *head.ancestors()):
            for child in token.children:
                if child.dep.startswith(("obl", "nmod", "advmod", "dep", "parataxis")):
                    preposition = self.syntax.preposition(child)
                    if preposition in self.cues.sources and child is not head and head not in child.subtree():
                        verdict.claimed = True
                        verdict.claimant = [child]
                        verdict.saying = preposition
                        return


def _name(token: Token) -> bool:
    """`British PM May accuses`: a surname that looks like an auxiliary."""
    return token.text[:1].isupper() and token.i > 0 and token.head.sent == token.sent and any(
        c.i < token.i and c.dep.startswith(("nsubj", "compound")) and c.i == token.i - 1 for c in (*token.head.children, *token.children)
    )


def is_clause_like(token: Token) -> bool:
    """A verb, or anything with a subject."""
    return is_verb(token) or any(c.dep.startswith("nsubj") for c in token.children)
