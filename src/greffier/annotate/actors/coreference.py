"""Who pronouns, relatives and possessives take up.

After Hobbs (1978) and Lappin & Leass (1994), reduced to what a dependency parse shows: the nearest actor that agrees in
number and gender, subjects first; nobody where none fits or several fit alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from greffier.annotate.actors.lexicon import Pronoun
from greffier.annotate.actors.mention import ActorMention
from greffier.annotate.actors.stage import Stage
from greffier.parse.doc import Token

_SUBJECT = frozenset({"nsubj", "nsubj:pass", "obl:agent", "root"})
_OBJECT = frozenset({"obj", "iobj", "appos"})
_PERSON = 0.8  # he and she are persons before anything else
_SAID = 2.5  # who is spoken of in a quotation is not who speaks after it
_UNSURE = 0.8  # of unknown gender
_WINDOW = 3  # sentences looked back
_LOOKED_AT = 60  # mentions looked back
_MARKS = frozenset({",", "(", "-", "–", "«", '"'})
_COUNTRY_KINDS = frozenset({"state", "place", "modifier", "demonym"})


class Resolver:
    """Resolves one token after the other against the mentions made so far."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.scene = stage.scene
        words, lists = self.scene.words, self.scene.words.words
        self.nouns = lists["country_noun"] | lists["country_nouns"] | lists["men"]
        self.words = frozenset(words.personal) | frozenset(words.possessive) | lists["relative"] | self.nouns

    def may_refer(self, token: Token) -> bool:
        """Could this token take up an actor?"""
        lower = token.lower.lstrip("-")
        return lower in self.words and not (lower in self.nouns and token.i in self.scene.roles)

    def add(self, token: Token) -> bool:
        """Add the mention that a token makes, if it takes up an actor. Did it?"""
        made = self._resolve(token)
        if made is not None:
            self.stage.add(made, token.i, token.i)
        return made is not None

    def possessor(self, token: Token) -> ActorMention | None:
        """Whose: the antecedent of a possessive."""
        pronoun = self.scene.words.possessive.get(token.lower)
        return self._personal(token, pronoun, "possessive") if pronoun else None

    def _resolve(self, token: Token) -> ActorMention | None:
        words, lower = self.scene.words, token.lower.lstrip("-")
        if lower in self.nouns:
            return self._both(token) or (self._country(token) if lower in words.words["country_noun"] else None)
        if lower in words.words["relative"] and (token.feat("PronType") == "Rel" or token.pos in ("PRON", "SCONJ")):
            return self._relative(token)
        if lower in words.possessive and (token.dep == "nmod:poss" or (token.pos == "DET" and token.feat("Poss"))):
            return self.possessor(token)
        pronoun = words.personal.get(lower)
        if pronoun is None or token.pos != "PRON" or self._impersonal(token):
            return None
        return self._personal(token, pronoun, "pronoun")

    def _make(self, token: Token, antecedent: ActorMention, kind: str, why: str) -> ActorMention:
        target = antecedent.named()
        sectors = target.sectors or self.stage.cast.get(target.actor).sectors
        made = ActorMention(target.actor, token, token, token, target.country, None, kind, why, target)
        made.sector, made.sectors = target.sector or next(iter(sectors), None), sectors
        made.others = list(target.others)
        made.plural, made.gender, made.animate = target.plural, target.gender, target.animate
        return made

    # ---- relatives

    def _relative(self, token: Token) -> ActorMention | None:
        """The head of the relative clause; where that is no actor, the actor that ends directly before."""
        found = self._clause_head(token)
        before = token.i - 1
        while before >= 0 and (self.scene.tokens[before].text in _MARKS or self.scene.tokens[before].pos == "ADP"):
            before -= 1
        near = self.stage.by_last.get(before)
        if near is not None and near.head.sent == token.sent and (found is None or not _agrees(token, found)):
            found = near
        if found is None or found.head.i > token.i or found.kind == "demonym":
            return None
        return self._make(token, found, "relative", f"{token.text} after {found.head.text}")

    def _clause_head(self, token: Token) -> ActorMention | None:
        clause = token
        while clause.dep not in ("acl:relcl", "acl"):
            if clause.head is clause or (clause is not token and clause.head.i < token.i):
                return None
            clause = clause.head
        return self.stage.by_head.get(clause.head.i)

    # ---- pronouns and possessives

    def _impersonal(self, token: Token) -> bool:
        """`il faut`, `il y a`, `it rained`, expletives."""
        words = self.scene.words.words
        following = self.scene.tokens[token.i + 1].lower if token.i + 1 < len(self.scene.tokens) else ""
        expletive = token.dep.startswith("expl")
        impersonal = token.head.lemma in words["impersonal"] or following in words["impersonal_after"]
        return expletive or impersonal or self._propositional(token)

    def _propositional(self, token: Token) -> bool:
        """`comme le réclame X`, `aussi longtemps que X le juge bon`: what is said, no actor."""
        words, verb = self.scene.words.words, token.head
        if token.lower not in words["propositional"] or verb.dep != "advcl":
            return False
        marks = [t for t in verb.children if t.dep in ("mark", "advmod", "case") and t.i < token.i]
        first = min((t.i for t in marks), default=token.i)
        before = self.scene.tokens[max(0, first - 2) : first]
        return any(t.lower in words["comparing"] for t in (*marks, *before))

    def _personal(self, token: Token, pronoun: Pronoun, kind: str) -> ActorMention | None:
        """The best of the actors that fit; none where another is as good."""
        if pronoun.object and token.head.feat("VerbForm") == "Part" and token.head.feat("Gender") == "Fem":
            pronoun = replace(pronoun, gender="Fem")  # `qui l'a sommée`: the participle agrees with its object
        scores: dict[str, float] = {}
        nearest: dict[str, ActorMention] = {}
        beside = self._beside(token) if kind == "pronoun" else frozenset()
        for mention in self._back(token, _WINDOW):
            if mention.last.i < token.i and mention.actor not in beside and self._fits(token, pronoun, mention, kind):
                nearest.setdefault(mention.actor, mention)
                score = _salience(token, mention, kind)
                if mention.head.i in self.scene.quoted and token.i not in self.scene.quoted:
                    score -= _SAID
                if pronoun.object:
                    score -= token.sent - mention.head.sent
                if pronoun.gender and mention.gender is None:
                    score -= _UNSURE
                scores[mention.actor] = max(scores.get(mention.actor, -9.0), score)
        if not scores:
            return None
        best = max(scores, key=lambda actor: scores[actor])
        if pronoun.animate is None and kind == "pronoun" and self._thing(token, pronoun, nearest[best]) > scores[best]:
            return None
        if any(actor != best and score >= scores[best] for actor, score in scores.items()):
            return None
        antecedent = nearest[best]
        return self._make(token, antecedent, kind, f"{token.text} takes up {antecedent.named().head.text}")

    def _beside(self, token: Token) -> frozenset[str]:
        """The actors that stand under the same verb: `il lui reproche` is two."""
        held = (self.stage.by_head.get(t.i) for t in token.head.children if t is not token and t.dep != "nmod")
        return frozenset(m.actor for m in held if m is not None and not m.weak and m.kind != "possessive")

    def _back(self, token: Token, window: int) -> Iterator[ActorMention]:
        """The mentions before a token, nearest first, of the last sentences."""
        for mention in reversed(self.stage.mentions[-_LOOKED_AT:]):
            if token.sent - mention.head.sent > window:
                return
            yield mention

    def _fits(self, token: Token, pronoun: Pronoun, mention: ActorMention, kind: str) -> bool:
        if mention.kind in ("demonym", "possessive") or (mention.kind == "modifier" and kind == "pronoun"):
            return False
        if mention.kind == "place" and kind == "pronoun" and (mention.gender is None or pronoun.gender is None):
            return False
        several = mention.plural or bool(mention.others) or _heads_several(mention)
        if several != pronoun.plural and not (pronoun.plural and self._collective(mention)):
            return False
        if pronoun.animate is not None and pronoun.animate != (mention.animate and not mention.plural):
            return False
        mixed = several and pronoun.gender == "Masc"
        if pronoun.gender and mention.gender and mention.gender != pronoun.gender and not mixed:
            return False
        if kind == "possessive":
            return mention.head is not token.head
        return mention.head.head is not token.head or mention.head.sent != token.sent

    def _thing(self, token: Token, pronoun: Pronoun, antecedent: ActorMention) -> float:
        """How present the best thing is that no actor is: `il`, `elle`, `it` may mean it as well."""
        start = self.scene.doc.sentences[max(0, token.sent - 1)].first
        best = -9.0
        person = 1.0 if antecedent.animate and antecedent.gender and not pronoun.object else 0.0
        for other in self.scene.tokens[start : token.i]:
            if other.pos != "NOUN" or other.dep not in _SUBJECT | _OBJECT or other.i in self.scene.roles:
                continue
            if (other.feat("Number") == "Plur") != pronoun.plural or self.stage.by_head.get(other.i) is not None:
                continue
            gender = other.feat("Gender")
            if not (pronoun.gender and gender and gender != pronoun.gender):
                best = max(best, _presence(token, other) - person)
        return best

    def _collective(self, mention: ActorMention) -> bool:
        """English `they` of an army, a government, a party."""
        return self.scene.doc.language == "en" and not mention.animate and mention.kind in ("role", "name")

    # ---- `ce pays`, `les deux pays`, `the two leaders`

    def _country(self, token: Token) -> ActorMention | None:
        """`le pays`, `ce pays`: the country in focus, or the one last named."""
        words, states = self.scene.words.words, self.scene.known.states
        determiner = next((t for t in token.children if t.dep == "det"), None)
        if determiner is None:
            return None
        this = determiner.lower in words["demonstrative"]
        modified = any(t.dep in ("amod", "nmod", "acl:relcl") and t.i > token.i for t in token.children)
        if not this and (determiner.lower not in words["definite"] or modified):
            return None
        country, why = self.stage.focus.at(token.sent)
        if this:
            country, why = self.stage.focus.article(), f"{determiner.text} {token.text}: the article's country in focus"
        if this and country is not None and not self.stage.focus.named_near(country, token.sent):
            last = next((m for m in self._back(token, 1) if m.kind in _COUNTRY_KINDS and m.country in states), None)
            country, why = (last.country, f"{determiner.text} {token.text}: last named") if last else (country, why)
        if country is None or country not in states:
            return None
        agent = token.dep in _SUBJECT or token.dep in _OBJECT
        referent = self.stage.cast.institution(country, ("GOV",))
        kind = "state" if agent else "place"
        mention = self.stage.mention(referent, token, determiner.i, token.i, kind, why)
        mention.sector, mention.gender = ("GOV" if agent else None), token.feat("Gender")
        return mention

    def _both(self, token: Token) -> ActorMention | None:
        """`les deux pays`, `the two leaders`: the last two that are of the kind."""
        words = self.scene.words.words
        before = self.scene.tokens[token.i - 1] if token.i else token
        if before.lower not in words["both"] and not any(t.lower in words["both"] for t in token.children):
            return None
        pair = self._last_two(token, men=token.lower in words["men"])
        if len(pair) < 2:
            return None
        why = f"{before.text} {token.text}: the last two named"
        first, second = (self._side(token, m, token.lower in words["men"], why) for m in pair)
        first.others = [second]
        return first

    def _last_two(self, token: Token, *, men: bool) -> list[ActorMention]:
        """The two persons or countries best named before, in text order: agents before places and owners."""
        best: dict[str, tuple[float, ActorMention]] = {}
        for mention in self._back(token, _WINDOW + 1):
            of_kind = mention.animate and not mention.plural if men else mention.country in self.scene.known.states
            if not of_kind or mention.last.i >= token.i:
                continue
            key = mention.actor if men else mention.country or ""
            score = (0.0 if mention.weak else 2.0) - 0.8 * (token.sent - mention.head.sent)
            score += 0.5 if key in best else 0.0
            if key not in best or score > best[key][0]:
                best[key] = (score, mention)
        chosen = sorted(best.values(), key=lambda pair: -pair[0])[:2]
        return sorted((mention for _, mention in chosen), key=lambda m: m.first.i)

    def _side(self, token: Token, mention: ActorMention, men: bool, why: str) -> ActorMention:
        if men:
            made = self._make(token, mention, "pronoun", why)
            made.others = []
            return made
        referent = self.stage.cast.institution(mention.country or "", ("GOV",))
        made = self.stage.mention(referent, token, token.i, token.i, "pronoun", why)
        made.antecedent, made.plural = mention.named(), True
        return made


def _agrees(token: Token, mention: ActorMention) -> bool:
    """Does the verb of a relative clause agree in number with a mention?"""
    verbs = (*token.head.children, token.head)
    number = next((t.feat("Number") for t in verbs if t.feat("VerbForm") == "Fin"), None)
    return number is None or (number == "Plur") == mention.plural or bool(mention.others)


def _salience(token: Token, mention: ActorMention, kind: str) -> float:
    """How present an actor is at a token: subjects, near and strong ones; for possessives the clause's subject."""
    score = _presence(token, mention.head)
    if mention.weak:
        score -= 1.0
    if kind == "pronoun" and mention.animate and not mention.plural:
        score += _PERSON
    if kind == "possessive" and mention.head.dep in _SUBJECT and mention.head.head is token.head.head:
        score += 3.0
    return score


def _heads_several(mention: ActorMention) -> bool:
    """`A et B` with the head A; not `le ministre, le général B`, which the parser may join the same way."""
    joined = (t for t in mention.head.children if t.dep == "conj" and t.i > mention.last.i)
    return mention.head.dep in _SUBJECT and any(_coordinated(t) for t in joined)


def _coordinated(token: Token) -> bool:
    near = (*token.children, *token.head.children)  # French hangs the coordinator on the second, English on the first
    return any(t.dep == "cc" for t in near) or any(t.dep == "conj" for t in token.children)


def _presence(token: Token, head: Token) -> float:
    while head.dep in ("conj", "appos") and head.pos == "PROPN" and not _coordinated(head) and head.head.pos == "NOUN":
        head = head.head  # a name in apposition stands where its title stands
    score = 3.0 if head.dep in _SUBJECT else 1.5 if head.dep in _OBJECT else 1.0
    distance = token.sent - head.sent
    return score - 1.2 * distance + (0.5 if distance == 0 else 0.0) - 0.001 * (token.i - head.i)
