"""Slots: what stands where around a predicate (`subj`, `obj`, `contre`, `de+inf` …), as frames name it."""

from __future__ import annotations

from greffier.annotate.events.clauses import SUBJECTS, Clauses, is_verb
from greffier.parse.doc import Token

_COMPLEMENTS = ("obl", "obl:arg", "obl:mod", "nmod", "iobj", "obl:agent", "dep", "advmod", "advcl", "obl:npmod")


class Syntax(Clauses):
    """The syntax of one article as frames ask for it."""

    def slot(self, trigger: list[Token], name: str, pos: str) -> list[Token]:
        """Heads of what fills a slot of a frame whose trigger is these tokens, or []."""
        head = trigger[0]
        if name in ("poss", "adj", "anti"):
            return self.of_noun(head, name)
        if name == "host":
            return self.host(head)
        if pos != "verb" and name in ("subj", "obj", "iobj", "suffers"):
            return self._of_support(head, name, pos)
        if name == "subj":
            return self.deep_subject(head)
        if name == "obj":
            return [t for t in self.deep_object(head) if t not in trigger] or self.right_actor(trigger)
        if name == "iobj":
            return self.dative(head)
        if name in ("inf", "que", "that", "quote") or "+" in name:
            return self._clauses(trigger, name)
        return self._marked(trigger, name, pos)

    def _of_support(self, noun: Token, name: str, pos: str) -> list[Token]:
        """Subject and objects of the verb that lends a noun or predicative adjective its sides."""
        if pos == "adj":
            return self._of_adjective(noun, name)
        verb = self.support(noun)
        if verb is None:
            return []
        passive = verb.lemma in self.grammar.support_passive
        if name == "subj":
            return [] if passive else [t for t in self.deep_subject(verb) if t is not noun]
        if name == "suffers":  # `a essuyé des tirs`
            return self.deep_subject(verb) if passive else []
        if name == "obj":
            return [t for t in self.deep_object(verb) if t is not noun]
        return self.dative(verb)

    def _of_adjective(self, adjective: Token, name: str) -> list[Token]:
        if name != "subj":
            return []
        if adjective.dep in ("amod", "acl", "appos"):
            return [adjective.head]
        return self.surface_subject(adjective if any(c.dep in SUBJECTS for c in adjective.children) else adjective.head)

    def attributed(self, noun: Token) -> list[Token]:
        """To whom an act is put down: `une frappe attribuée à Israël`, `a strike blamed on Israel`."""
        for child in noun.children:
            if child.dep in ("acl", "acl:relcl") and child.lemma in self.grammar.attributing:
                return [t for c in child.children if c.dep.startswith(_COMPLEMENTS) and self.preposition(c) for t in self._listed(c)]
        return []

    def host(self, noun: Token) -> list[Token]:
        """The subject of the clause that a noun is an adjunct of: `à la suite d'une réunion avec X, Y a déclaré`."""
        top = noun
        while top.head is not top and not (is_verb(top.head) and self._finite(top.head)):
            top = top.head
        if top.head is top or top.dep in SUBJECTS:
            return []
        return self.surface_subject(top.head)

    def support(self, noun: Token) -> Token | None:
        """The support verb of a noun: `a mené une attaque`, `une attaque menée par`."""
        top = noun
        for _ in range(3):  # through `une série d'attaques`, `attaques et enlèvements`
            if top.dep == "conj" or (top.head.lemma in self.grammar.quantity and top.dep == "nmod"):
                top = top.head
        lends = is_verb(top.head) and top.head is not top and top.head.lemma in self.support_verbs
        if lends and (top.dep in ("obj", "nsubj:pass", "xcomp") or (top.dep.startswith("obl") and self._complements(top))):
            return top.head
        if top.dep == "nsubj" and top.head.lemma in self.grammar.occurrence | self.grammar.hitting:
            return top.head
        for child in top.children:
            if child.dep in ("acl", "acl:relcl") and child.lemma in self.support_verbs:
                return child
        return None

    def _complements(self, token: Token) -> bool:
        """Is this phrase a complement (`procéder à l'arrestation`), no adjunct (`depuis l'arrestation`)?"""
        words = self.grammar
        if any(c.dep == "obj" and self.actors.of(c) for c in token.head.children):
            return False  # `seized a suspect in the murder`
        return self.preposition(token) in words.dative | words.of | {"", "en", "in", "into"}

    def _marked(self, trigger: list[Token], preposition: str, pos: str) -> list[Token]:
        """What a preposition brings, below the trigger, its object, or its support verb."""
        relator, _, noun = preposition.rpartition(" ")
        holders = self._holders(trigger, pos)
        if preposition not in self.grammar.of:  # `un prêt de deux milliards de dollars à Hanoï`
            holders += [c for h in holders for c in h.children if c.lemma in self.grammar.quantity and c.dep == "nmod"]
        for holder in holders:
            if holder.lemma in self.grammar.quantity and preposition in self.grammar.of:
                continue  # `l'intégralité de ses forces`: counted, no side
            for child in holder.children:
                if relator and child.lower == noun and self.preposition(child) == relator:
                    return self.of_noun(child, "of")  # `en faveur de la Chine`
                if child in trigger or child.i in self.time_tokens or is_verb(child):
                    continue
                if child.i < trigger[0].i and pos == "verb" and self.sets_the_scene(child):
                    continue
                if holder.dep == "xcomp" and holder not in trigger and child.dep == "nmod":
                    continue  # `calling it a limit on policy`: the predicate's own
                if child.dep.startswith(_COMPLEMENTS) and self._is_preposition(child, preposition):
                    return self._listed(child)
                if child.lower == preposition:  # `près du ministère`, `face à l'Iran`: an adverb with a complement of its own
                    below = [c for c in child.children if c.dep.startswith(_COMPLEMENTS)]
                    if below:
                        return self._listed(below[0])
        if preposition in self.grammar.of and pos == "verb":
            return self._dont(trigger[0])
        if preposition not in self.grammar.loose:
            found = self._marked_after(trigger, preposition)
            if found:
                return found
        if preposition in self.grammar.agent:
            return self.of_noun(trigger[0], "agent") if pos == "noun" else self.agent(trigger[0])
        return []

    def _is_preposition(self, token: Token, wanted: str) -> bool:
        own = self.preposition(token)
        return own == wanted or own.startswith(f"{wanted} ")

    def _marked_after(self, trigger: list[Token], preposition: str) -> list[Token]:
        """A phrase that follows the trigger but hangs elsewhere: `se remémore sa rencontre avec X`."""
        last = max(t.i for t in trigger)
        for token in self.doc.tokens[last + 1 : last + 11]:
            if token.sent != trigger[0].sent or is_verb(token) or token.text in (",", ";", ":", ".", "(", "»", '"'):
                break
            if self._is_preposition(token, preposition):
                named = token if self.actors.of(token) else self._named_after(token)
                if named is not None:
                    return self._listed(named)
        return []

    def _named_after(self, noun: Token) -> Token | None:
        """The name set off after a common noun: `son homologue russe, Sergueï Lavrov`."""
        tokens = self.doc.tokens
        comma = next((i for i in range(noun.i + 1, min(noun.i + 4, len(tokens) - 1)) if tokens[i].text == ","), None)
        if comma is None or noun.pos != "NOUN":
            return None
        name = tokens[comma + 1]
        return name if name.pos == "PROPN" and self.actors.of(name) else None

    def _dont(self, verb: Token) -> list[Token]:
        if verb.dep == "acl:relcl" and any(c.lower == "dont" for c in verb.children):
            return [verb.head]
        return []

    def _holders(self, trigger: list[Token], pos: str) -> list[Token]:
        holders = list(trigger)
        if pos == "noun":
            verb = self.support(trigger[0])
            if verb is not None:
                holders.append(verb)
            return holders
        for token in trigger[:1]:
            holders.extend(c for c in token.children if c.dep in ("obj", "xcomp", "obl:arg", "iobj", "nsubj:pass"))
        return holders

    def _clauses(self, trigger: list[Token], name: str) -> list[Token]:
        """Heads of clauses: `que`, `that`, `inf`, `de+inf`, `of+ing` …"""
        mark, _, form = name.rpartition("+")
        found: list[Token] = []
        for holder in self._holders(trigger, "verb" if is_verb(trigger[0]) else "noun"):
            for child in holder.children:
                clause = child not in trigger and is_clause(child) and child.dep != "conj"
                if clause and (child.dep != "acl:relcl" or is_verb(holder)) and self._is_form(child, mark, form):
                    found.append(child)
        return found

    def _is_form(self, clause: Token, mark: str, form: str) -> bool:
        own = self.preposition(clause)
        verb_form = clause.feat("VerbForm")
        if form in ("que", "that"):
            # A relative under a verb is a clause of content whose `that` was taken for a pronoun.
            return clause.dep in ("ccomp", "acl", "acl:relcl", "csubj", "obj", "advcl", "xcomp", "parataxis") and (
                own in ("que", "qu'", "that") or (clause.dep == "ccomp" and verb_form != "Inf")
            )
        if form == "inf":
            infinitive = verb_form == "Inf" or any(c.dep.startswith("aux") and c.feat("VerbForm") == "Inf" for c in clause.children)
            finite = any(c.dep.startswith("aux") and c.feat("VerbForm") == "Fin" for c in clause.children)  # `would be voting`
            return infinitive and not finite and (own == mark if mark else own in ("", "to"))
        return own == mark and verb_form != "Fin"


def is_clause(token: Token) -> bool:
    """The head of a clause: a verb, or a predicate with a copula."""
    return is_verb(token) or any(c.dep in ("cop", "nsubj") for c in token.children)
