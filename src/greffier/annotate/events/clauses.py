"""Who does it and whom it is done to: subjects and objects with voice undone, and where the parser loses them.

Works on the labels of Universal Dependencies and the few words in `lang/<language>/grammar.toml`, so that one piece of
code serves all languages. Where the parser gives a verb no subject, the nearest actor to its left stands in.
"""

from __future__ import annotations

from greffier.annotate.actors import Actors
from greffier.annotate.events.grammar import grammar
from greffier.parse.doc import Doc, Token

SUBJECTS = ("nsubj", "nsubj:pass", "csubj")
_VERBAL = frozenset({"VERB", "AUX"})
_POINTERS = frozenset({"demonym", "modifier", "possessive", "relative"})
_ENDS_OBJECT = frozenset({"ADP", "PUNCT", "VERB", "SCONJ", "CCONJ"})
_AND = frozenset({"et", "and", "&"})
_DEPTH = 8


def is_verb(token: Token) -> bool:
    """A verb, or an auxiliary that stands for one."""
    return token.pos in _VERBAL


class Clauses:
    """The syntax of one article as frames ask for it."""

    def __init__(self, doc: Doc, actors: Actors, time_tokens: frozenset[int], support: frozenset[str] = frozenset()) -> None:
        self.doc = doc
        self.actors = actors
        self.time_tokens = time_tokens
        self.grammar = grammar(doc.language)
        self.support_verbs = self.grammar.support | support

    # --- words around a token -----------------------------------------------------------------------------------
    def preposition(self, token: Token) -> str:
        """The preposition or subordinator that marks a token, normal form, or ''."""
        for child in token.children:
            if child.dep in ("case", "mark") and child.i < token.i:
                return self._normal(child)
        if is_verb(token):
            to = next((c for c in token.children if c.lower == "to" and c.pos == "PART"), None)
            return "to" if to else ""
        return ""

    def _normal(self, mark: Token) -> str:
        fixed = [c for c in mark.children if c.dep == "fixed" and c.i > mark.i]
        if fixed and fixed[-1].i - mark.i == len(fixed) and not all(c.pos == "DET" for c in fixed):
            return " ".join([mark.lower, *(c.lower for c in fixed)])
        return self.grammar.prepositions.get(mark.lower, mark.lower)

    def is_passive(self, verb: Token) -> bool:
        """A passive verb, or a bare past participle that describes what it was done to."""
        if verb.feat("VerbForm") == "Inf" and verb.head.lemma in self.grammar.undergo and self.is_reflexive(verb.head):
            return True  # `se voient refuser l'accès`
        if verb.lemma in self.grammar.unaccusative or self.is_reflexive(verb):
            return False
        if verb.pos == "ADJ":  # `a insulté`, which the tagger took for an adjective, is active
            return not any(c.dep == "aux:tense" for c in verb.children) or any(c.dep == "cop" for c in verb.children)
        if any(c.dep == "aux:pass" for c in verb.children):
            return True
        if any(c.dep == "nsubj:pass" for c in verb.children) and not any(c.dep.startswith("aux") for c in verb.children):
            return True
        if verb.feat("VerbForm") != "Part" or verb.feat("Tense") != "Past" or verb.dep == "root":
            return verb.dep == "root" and self._headline_passive(verb)
        if any(c.dep in ("aux", "aux:tense", "nsubj", "obj") for c in verb.children) or self.lost_auxiliary(verb):
            return False
        if verb.dep == "conj" and is_verb(verb.head):
            return self.is_passive(verb.head) or not any(c.dep.startswith("aux") for c in verb.head.children)
        return verb.lemma not in self.grammar.unaccusative

    def lost_auxiliary(self, participle: Token) -> Token | None:
        """The `avoir` or `have` just before a participle that the parser did not join to it."""
        if participle.dep == "root" or any(c.dep.startswith("aux") for c in participle.children):
            return None
        first = self.doc.sentences[participle.sent].first
        for token in reversed(self.doc.tokens[max(first, participle.i - 6) : participle.i]):
            if token.lemma in self.grammar.have and token.feat("VerbForm") != "Inf":
                joined = token.dep.startswith("aux") and token.i < token.head.i < participle.i
                return None if joined else token
            if token.pos == "PUNCT" or (is_verb(token) and token.feat("VerbForm") == "Part"):
                return None
        return None

    def _headline_passive(self, verb: Token) -> bool:
        agent = any(c.dep == "obl:agent" for c in verb.children)
        bare = not any(c.dep.startswith("aux") for c in verb.children)
        return agent or (bare and verb.feat("VerbForm") == "Part" and not any(c.dep == "obj" for c in verb.children))

    def is_reflexive(self, verb: Token) -> bool:
        """The verb carries a reflexive pronoun of its own subject."""
        return any(c.lower in self.grammar.reflexive and c.i < verb.i for c in verb.children)

    # --- subjects and objects -----------------------------------------------------------------------------------
    def surface_subject(self, verb: Token, depth: int = 0) -> list[Token]:
        """Heads of the subject as written: own, shared with a coordinated verb, of a relative, or by control."""
        if depth > _DEPTH:
            return []
        own = [c for c in verb.children if c.dep in SUBJECTS and c.i not in self.time_tokens]
        if own:
            return self._with_lost_partner(self._through_relative(own[0], verb))
        loose = [c for c in verb.children if c.dep == "dep" and c.i < verb.i and c.pos in ("PROPN", "NOUN")]
        if loose:
            return loose[0].conjuncts()
        if self.lost_auxiliary(verb):
            return self.left_actor(verb)
        return self._inherited_subject(verb, depth + 1) or self.left_actor(verb)

    def _with_lost_partner(self, subject: list[Token]) -> list[Token]:
        """`Caracas et Moscou ont signé` where the parser hangs only the second actor on the verb."""
        first = min((t.i for t in subject[0].subtree()), default=subject[0].i)
        tokens = self.doc.tokens
        if first >= 2 and tokens[first].sent == tokens[first - 2].sent and tokens[first - 1].lower in _AND:
            partner = self.actor_ending_at(tokens[first - 2])
            if partner is not None and partner not in subject and self.actors.of(subject[0]):
                return [partner, *subject]
        return subject

    def coordinated(self, token: Token) -> list[Token]:
        """The token and what is coordinated with it, also where the parser hangs that on its apposition or inside its name."""
        found = token.conjuncts()
        mention = self.actors.of(token)
        if mention is not None and len(found) == 1:
            inside = (t for t in self.doc.tokens[mention.first.i : mention.last.i + 1] if t is not token)
            found.extend(other for t in inside for other in t.conjuncts()[1:] if self.actors.of(other) and other.i > mention.last.i)
        for child in token.children:
            if child.dep in ("appos", "flat:name", "nmod") and not self.preposition(child):
                found.extend(t for t in child.conjuncts()[1:] if self.actors.of(t))
        return found

    def actor_ending_at(self, token: Token) -> Token | None:
        """The head of the actor whose words end at this token."""
        for top in (token, token.head, token.head.head):
            if self.actors.of(top) and 0 <= token.i - top.i <= 6:
                return top
        return None

    def _through_relative(self, subject: Token, verb: Token) -> list[Token]:
        if subject.lower in self.grammar.relative and subject.pos in ("PRON", "SCONJ", "DET"):
            antecedent = self._antecedent(verb, subject)
            if antecedent is not None:
                return [antecedent] if antecedent.dep == "conj" or self._singular(verb) else self.coordinated(antecedent)
        return self.coordinated(subject)

    def _singular(self, verb: Token) -> bool:
        finite = next((c for c in verb.children if c.dep.startswith("aux")), verb)
        return finite.feat("Number") == "Sing"

    def _antecedent(self, verb: Token, pronoun: Token | None = None) -> Token | None:
        clause = verb
        while clause.dep in ("conj", "aux", "xcomp") and clause.head is not clause:
            clause = clause.head
        head = clause.head if clause.dep in ("acl:relcl", "acl") and clause.head is not clause else None
        if pronoun is None:
            return head
        before = pronoun.i - 1
        while before > 0 and self.doc.tokens[before].text in (",", "(", '"', "»"):
            before -= 1
        near = self.actor_ending_at(self.doc.tokens[before])
        if head is None or is_verb(head):
            return near or head
        of_person = pronoun.lower in self.grammar.personal and near is not None and self._person(near) and not self._person(head)
        return near if of_person else head  # `at the summit, the president, who threatened`

    def _person(self, token: Token) -> bool:
        mention = self.actors.of(token)
        return mention is not None and bool(mention.animate)

    def _inherited_subject(self, verb: Token, depth: int) -> list[Token]:
        head = verb.head
        if head is verb:
            return []
        if verb.dep == "conj" and is_verb(head):
            return self.surface_subject(head, depth)
        if verb.dep in ("acl:relcl", "acl"):
            return self._subject_of_adnominal(verb, depth)
        if verb.dep == "conj" and verb.feat("VerbForm") == "Part":
            return self._subject_of_participle_before(verb, depth)
        if is_verb(head):
            return self._controller(verb, depth)
        if head.pos in ("ADJ", "ADV") or (head.pos == "NOUN" and any(c.dep == "cop" for c in head.children)):
            return self.surface_subject(head, depth)
        if head.pos in ("NOUN", "PROPN"):
            return self._subject_of_adnominal(verb, depth)
        return []

    def _subject_of_participle_before(self, verb: Token, depth: int) -> list[Token]:
        """`accueilli par certains et qualifié d'autocrate par d'autres`: shared with the participle before."""
        first = self.doc.sentences[verb.sent].first
        for token in reversed(self.doc.tokens[first : verb.i]):
            if is_verb(token) and not token.dep.startswith("aux"):
                alike = token.feat("VerbForm") == "Part" and token.dep in ("acl", "conj", "advcl")
                return self.surface_subject(token, depth) if alike else []
        return []

    def _subject_of_adnominal(self, verb: Token, depth: int) -> list[Token]:
        """A participle or relative describes its noun; an infinitive after a noun belongs to that noun's doer."""
        noun = verb.head
        if is_verb(noun):
            return self._controller(verb, depth)
        if verb.feat("VerbForm") == "Inf" and not self._is_relative(verb):
            person = self.actors.of(noun)
            if person is not None and not person.weak and is_verb(noun.head) and noun.dep in ("obj", "iobj", "obl:arg"):
                return [noun]  # `convaincre la veuve de demander`: the infinitive hung on the one who is to do it
            return self.noun_doer(noun, depth)
        noun = self._agreeing(noun, verb)
        return self.coordinated(noun) if noun.dep != "conj" else [noun]

    def _agreeing(self, noun: Token, participle: Token) -> Token:
        """The noun a participle describes: the nearest above it of its gender and number (`l'arrivée dans le pays, qualifiée`)."""
        wanted = [(f, participle.feat(f)) for f in ("Gender", "Number") if participle.feat(f)]
        if participle.feat("VerbForm") != "Part" or not wanted or self.doc.language == "en":
            return noun
        top = noun
        for _ in range(4):
            if all(top.feat(f) in (None, value) for f, value in wanted):
                return top
            if top.head is top or is_verb(top.head):
                return noun
            top = top.head
        return noun

    def _is_relative(self, verb: Token) -> bool:
        return any(c.lower in self.grammar.relative for c in verb.children)

    def noun_doer(self, noun: Token, depth: int = 0) -> list[Token]:
        """Who does what a noun names: its owner, demonym or complement, else the subject of its support verb."""
        for slot in ("agent", "poss", "adj", "of"):
            found = self.of_noun(noun, slot)
            if found:
                return found
        if depth <= _DEPTH and is_verb(noun.head) and noun.dep not in SUBJECTS:
            return self.deep_subject(noun.head, depth + 1)
        return []

    def _controller(self, verb: Token, depth: int) -> list[Token]:
        head = verb.head
        infinitive = verb.feat("VerbForm") == "Inf"
        if infinitive and head.lemma not in self.grammar.subject_control and verb.dep in ("xcomp", "ccomp", "acl", "advcl", "obj"):
            objects = self.dative(head) or [o for o in self.deep_object(head, depth) if self.actors.of(o)]
            if objects:
                return objects
        return self.surface_subject(head, depth)

    def deep_subject(self, verb: Token, depth: int = 0) -> list[Token]:
        """Heads of who does it: subject of an active, agent of a passive."""
        if self.is_passive(verb):
            return self.agent(verb)
        return self.surface_subject(verb, depth)

    def agent(self, verb: Token) -> list[Token]:
        """Heads of the agent of a passive: the first actor after `par`, wherever the parser hung it."""
        marked: list[Token] = []
        last = self.doc.sentences[verb.sent].last
        for token in self.doc.tokens[verb.i + 1 : last]:
            if token.pos in _VERBAL and not self._below(token, verb, marked) and not token.dep.startswith("aux"):
                break
            if token.i in self.time_tokens or token.dep == "case" or self.preposition(token) not in self.grammar.agent:
                continue
            if not is_verb(token):
                marked.append(token)
        for token in marked:
            listed = self._listed(token)
            if any(self.actors.of(t) for t in listed):
                return listed
        own = [t for t in marked if t.head is verb]
        return self._listed(own[0]) if own else []

    def _below(self, token: Token, verb: Token, marked: list[Token]) -> bool:
        """A verb inside a complement (an infinitive, a relative) does not end the search for the agent; a clause does."""
        return not marked and token.dep in ("xcomp", "acl", "acl:relcl") and any(a is verb for a in token.ancestors())

    def _listed(self, token: Token) -> list[Token]:
        """A token, its coordinates, and those named after `dont` or `including`."""
        found = self.coordinated(token)
        partner = self._partner_after(token) if len(found) == 1 else None
        if partner is not None:
            found.append(partner)
        for other in self._among(token):
            if other not in found:
                found.append(other)
        return found

    def _among(self, token: Token) -> list[Token]:
        """Those named after `dont`, `including`: `par cinquante pays, dont les Etats-Unis`."""
        tokens = self.doc.tokens
        for i in range(token.i + 1, min(token.i + 7, len(tokens))):
            if tokens[i].sent != token.sent or tokens[i].pos == "VERB":
                break
            if tokens[i].lower in self.grammar.among:
                named = next((t for t in tokens[i + 1 : i + 6] if self.actors.of(t)), None)
                return named.conjuncts() if named is not None and not self._clause_follows(i) else []
        return []

    def _clause_follows(self, index: int) -> bool:
        """Does a verb come before the next comma, so that `dont` opens a relative clause?"""
        for token in self.doc.tokens[index + 1 : index + 15]:
            if token.text in (",", ".", ")", ";"):
                return False
            if token.pos in _VERBAL:
                return True
        return False

    def _partner_after(self, token: Token) -> Token | None:
        """`entre Washington et Téhéran` where the parser hangs the second actor higher up."""
        if not self.actors.of(token):
            return None
        last = max(t.i for t in token.subtree())
        tokens = self.doc.tokens
        if last + 2 >= len(tokens) or tokens[last + 1].lower not in _AND:
            return None
        for other in tokens[last + 2 : last + 5]:
            if self.actors.of(other) and other.dep == "conj" and not self.preposition(other) and other.head in (token.head, token.head.head):
                return other
        return None

    def deep_object(self, verb: Token, depth: int = 0) -> list[Token]:
        """Heads of what it is done to: object of an active, subject of a passive."""
        if self.is_passive(verb):
            return self.surface_subject(verb, depth)
        for child in verb.children:
            if child.dep == "obj" and child.i not in self.time_tokens and child.lower not in self.grammar.reflexive:
                return self._through_relative(child, verb)
            if child.dep == "ccomp" and child.feat("VerbForm") == "Inf":  # `allowed inspectors to enter`
                raised = [c for c in child.children if c.dep == "nsubj" and c.i > verb.i]
                if raised:
                    return self.coordinated(raised[0])
            if child.dep == "ccomp" and self.actors.of(child) and not is_verb(child):
                return self.coordinated(child)  # `n'a attaqué que la Syrie`
        if (denied := self._denied_object(verb)) is not None:
            return self.coordinated(denied)
        if verb.dep in ("acl:relcl",) and any(c.lower in ("que", "qu'", "that", "which", "whom") for c in verb.children):
            antecedent = self._antecedent(verb)
            if antecedent is not None:
                return [antecedent]
        if verb.dep == "conj" and is_verb(verb.head) and depth <= _DEPTH and not self._own_complements(verb):
            return self.deep_object(verb.head, depth + 1)
        return []

    def _denied_object(self, verb: Token) -> Token | None:
        """`ne livrera plus d'armes`: the object that a French negation gives a preposition."""
        for word in verb.children:
            if word.lower in self.grammar.negation:
                for child in (*word.children, *verb.children):
                    case = next((c for c in child.children if c.dep == "case"), None)
                    if case is not None and case.i == word.i + 1 and case.lemma in self.grammar.of:
                        return child
        return None

    def _own_complements(self, verb: Token) -> bool:
        """Something of its own follows the verb, so that it does not share the object of the verb before."""
        return any(c.i > verb.i and c.dep.startswith(("obj", "obl", "ccomp", "xcomp", "iobj", "nmod")) for c in verb.children)

    def dative(self, verb: Token) -> list[Token]:
        """Heads of the one something is said or given to."""
        for child in verb.children:
            if child.dep == "iobj" and child.lower not in self.grammar.reflexive:
                return self._through_relative(child, verb)
        for child in verb.children:
            marked = child.dep in ("obl:arg", "obl", "nmod", "obl:mod", "advmod") and not is_verb(child)
            marked = marked and not (child.i < verb.i and self.sets_the_scene(child))
            if marked and self.preposition(child) in self.grammar.dative and child.i not in self.time_tokens:
                return self._through_relative(child, verb)
        return []

    def sets_the_scene(self, token: Token) -> bool:
        """`À Washington, l'OEA a refusé`: the first words of a sentence, and a comma, say where."""
        sentence = self.doc.sentences[token.sent]
        after = max((t.i for t in token.subtree() if t.text != ","), default=token.i) + 1
        return token.i - sentence.first <= 3 and after < sentence.last and self.doc.tokens[after].text == ","

    def of_noun(self, noun: Token, slot: str) -> list[Token]:
        """Slots of a noun: `poss`, `adj` (demonym or noun before it), `agent`, `of`."""
        if slot == "poss":
            if noun.dep == "nmod" and noun.head.lemma in self.grammar.act:
                noun = noun.head  # `leurs actes de destruction`
            return [c for c in noun.children if c.dep == "nmod:poss" or (c.dep == "det" and c.lower in self.grammar.possessive)]
        if slot == "adj":
            return [
                c for c in noun.children
                if c.dep in ("amod", "compound", "nmod:mod") and not self.preposition(c)
                and c.pos in ("ADJ", "PROPN", "NOUN") and self.actors.of(c) and not c.lower.startswith("anti")
            ]  # fmt: skip
        if slot == "anti":
            return [c for c in noun.children if c.lower.startswith("anti") and self.actors.of(c)]
        wanted = self.grammar.agent if slot == "agent" else self.grammar.of
        found = [c for c in noun.children if c.dep.startswith(("nmod", "obl", "acl")) and self.preposition(c) in wanted and not is_verb(c)]
        if not found and slot == "agent":
            for child in noun.children:
                if is_verb(child):
                    continue
                found = [c for c in child.children if c.dep.startswith(("nmod", "obl")) and self.preposition(c) in wanted]
                if found:
                    break
        return [t for c in found[:1] for t in self._listed(c) if t.i not in self.time_tokens]

    # --- where the parser fails ---------------------------------------------------------------------------------
    def left_actor(self, verb: Token) -> list[Token]:
        """The nearest actor to the left in the clause that no preposition marks: stands in for a lost subject."""
        if is_verb(verb) and not self._finite(verb):
            return []
        first = self.doc.sentences[verb.sent].first
        for i in range(verb.i - 1, first - 1, -1):
            token = self.doc.tokens[i]
            if token.lower in (";", ":") or (is_verb(token) and token.feat("VerbForm") == "Fin" and not self._auxiliary(token, verb)):
                return []
            mention = self.actors.of(token)
            if mention is not None and mention.kind not in _POINTERS and (self._bare(token) or self._after_setting(token, verb)):
                return [token]
        return []

    def _after_setting(self, token: Token, verb: Token) -> bool:
        """`Après une réunion avec X, le ministre a critiqué`: the parser takes the subject for an apposition of X."""
        if token.dep != "appos" or any(t.text == "," for t in self.doc.tokens[token.i : verb.i]):
            return False
        top = token
        while top.head is not top and top.head is not verb:
            top = top.head
        return top.head is verb and top.dep.startswith(("obl", "advmod", "nmod"))

    def _finite(self, verb: Token) -> bool:
        if verb.feat("VerbForm") == "Fin" or self.lost_auxiliary(verb):
            return True
        return any(c.dep.startswith("aux") for c in verb.children) or verb.pos not in _VERBAL

    def _auxiliary(self, token: Token, verb: Token) -> bool:
        return token.head is verb or token is self.lost_auxiliary(verb)

    def _bare(self, token: Token) -> bool:
        """No preposition marks it, nor what counts it (`des centaines de manifestants`)."""
        if token.dep == "nmod" and token.head.lemma in self.grammar.quantity:
            token = token.head
        if token.dep == "det":
            return token.pos == "PROPN"
        return not self.preposition(token) and token.dep not in ("amod", "nmod", "obj", "appos", "nmod:poss", "compound")

    def right_actor(self, trigger: list[Token]) -> list[Token]:
        """The actor that directly follows an active verb the parser gave no object."""
        verb = trigger[0]
        if self.is_passive(verb) or any(c.dep == "obj" for c in verb.children):
            return []
        last = max(t.i for t in trigger)
        seen = 0
        for token in self.doc.tokens[last + 1 : last + 12]:
            if token.i in self.time_tokens or (token.pos == "ADP" and token.head.i in self.time_tokens):
                continue  # `ont pris en otage pendant 12 heures des civils`
            seen += 1
            indefinite = token.lower == "des"  # an article that the parser may take for a preposition
            if seen > 4 or token.sent != verb.sent or (token.pos in _ENDS_OBJECT and not indefinite):
                return []
            if self.actors.of(token):
                bare = not self.preposition(token) or any(c.lower == "des" for c in token.children)
                return [token] if bare and token.dep != "nsubj" else []
        return []
