"""Who pronouns, relatives and possessives take up (after Hobbs 1978 and Lappin & Leass 1994, reduced to what a
dependency parse shows): the nearest subject that agrees in number and gender; none where none or several fit alike.
"""

from __future__ import annotations

from bisect import bisect_left

from greffier.annotate.actors.cast import Cast
from greffier.annotate.actors.focus import Focus
from greffier.annotate.actors.lexicon import Pronoun
from greffier.annotate.actors.mention import ActorMention
from greffier.annotate.actors.scan import Scene
from greffier.parse.doc import Token

_SUBJECT = frozenset({"nsubj", "nsubj:pass", "obl:agent", "root"})
_WINDOW = 3  # sentences looked back
_NOUNS = frozenset({"NOUN", "PROPN"})


def resolve_pronouns(scene: Scene, cast: Cast, focus: Focus, mentions: list[ActorMention]) -> None:
    """Add a mention for each pronoun, relative, possessive and `ce pays` whose antecedent is an actor."""
    mentions.sort(key=lambda m: (m.first.i, -m.last.i))
    resolver = _Resolver(scene, cast, focus, [m for m in mentions])
    for token in scene.tokens:
        made = resolver.resolve(token)
        if made is not None:
            mentions.append(made)
            resolver.add(made)


class _Resolver:
    def __init__(self, scene: Scene, cast: Cast, focus: Focus, mentions: list[ActorMention]) -> None:
        self.scene = scene
        self.cast = cast
        self.focus = focus
        self.mentions = mentions
        self.starts = [m.first.i for m in mentions]
        self.by_head = {}
        for mention in mentions:
            if mention.head.i not in self.by_head or not mention.weak:
                self.by_head[mention.head.i] = mention
        self.by_last = {m.last.i: m for m in mentions if m.kind != "demonym"}

    def add(self, mention: ActorMention) -> None:
        """Let later pronouns take up this one."""
        at = bisect_left(self.starts, mention.first.i)
        self.starts.insert(at, mention.first.i)
        self.mentions.insert(at, mention)
        self.by_head[mention.head.i] = mention

    def resolve(self, token: Token) -> ActorMention | None:
        """The mention a token makes, if it takes up an actor."""
        words, lexicon = self.scene.words.words, self.scene.words
        if token.pos in _NOUNS:
            if token.lower in words["country_noun"]:
                return self._country(token)
            if token.lower in words["country_nouns"] or token.lower in words["men"]:
                return self._both(token)
            return None
        lower = token.lower
        if lower in words["relative"] and (token.feat("PronType") == "Rel" or token.pos in ("PRON", "SCONJ")):
            return self._relative(token)
        if lower in lexicon.possessive and (token.feat("Poss") == "Yes" or token.dep in ("nmod:poss", "det")):
            if token.dep in ("nmod:poss", "det") or token.pos == "DET":
                return self._personal(token, lexicon.possessive[lower], "possessive")
        pronoun = lexicon.personal.get(lower.lstrip("-"))
        if pronoun is not None and token.pos == "PRON" and not self._impersonal(token):
            return self._personal(token, pronoun, "pronoun")
        return None

    def _make(self, token: Token, antecedent: ActorMention, kind: str, why: str) -> ActorMention:
        target = antecedent.named()
        if target.kind in ("place", "modifier", "demonym") and kind != "possessive":
            sector = self.cast.get(target.actor).sectors[:1]
            sector_name = sector[0] if sector else None
        else:
            sector_name = target.sector
        return ActorMention(
            target.actor, token, token, token, target.country, sector_name, kind, why, target,
            [o for o in target.others], target.sectors, target.plural, target.gender, target.animate,
        )  # fmt: skip

    def _relative(self, token: Token) -> ActorMention | None:
        """The head of the relative clause; where that is no actor, the actor that ends directly before."""
        clause = token if token.dep == "acl:relcl" else token.head
        while clause.dep not in ("acl:relcl", "acl") and clause.head is not clause and clause.i > token.i - 1:
            if clause.head.i < token.i and clause.dep not in ("conj", "aux", "cop"):
                break
            clause = clause.head
        found = self.by_head.get(clause.head.i) if clause.dep in ("acl:relcl", "acl") else None
        before = token.i - 1
        while before >= 0 and self.scene.tokens[before].text in (",", "(", "-", "–", "«", '"') or (
            before >= 0 and self.scene.tokens[before].pos == "ADP"
        ):
            before -= 1
        near = self.by_last.get(before)
        if near is not None and near.head.sent == token.sent and (found is None or not self._verb_agrees(token, found)):
            found = near
        if found is None or found.head.i > token.i or found.kind == "demonym":
            return None
        return self._make(token, found, "relative", f"{token.text} after {found.head.text}")

    def _verb_agrees(self, token: Token, mention: ActorMention) -> bool:
        number = next((t.feat("Number") for t in (*token.head.children, token.head) if t.feat("VerbForm") == "Fin"), None)
        return number is None or (number == "Plur") == mention.plural or bool(mention.others)

    def _impersonal(self, token: Token) -> bool:
        """`il faut`, `il y a`, `it rained`, expletives."""
        if token.dep.startswith("expl"):
            return True
        words = self.scene.words.words
        verb = token.head
        following = self.scene.tokens[token.i + 1].lower if token.i + 1 < len(self.scene.tokens) else ""
        return verb.lemma in words["impersonal"] or following in words["impersonal_after"]

    def _personal(self, token: Token, pronoun: Pronoun, kind: str) -> ActorMention | None:
        """The nearest actor that fits, subjects first; two of one rank in one clause leave it open."""
        best: tuple[float, ActorMention] | None = None
        second: tuple[float, ActorMention] | None = None
        at = bisect_left(self.starts, token.i)
        for mention in reversed(self.mentions[:at][-60:]):
            if token.sent - mention.head.sent > _WINDOW:
                break
            if mention.last.i >= token.i or not self._fits(token, pronoun, mention, kind):
                continue
            rank = (self._rank(token, mention, kind), mention)
            if best is None or (rank[0] > best[0] and mention.actor != best[1].actor):
                second, best = best if best and best[1].actor != mention.actor else second, rank
            elif mention.actor != best[1].actor and (second is None or rank[0] > second[0]):
                second = rank
        if best is None or (second is not None and second[0] >= best[0] and second[1].actor != best[1].actor):
            return None
        return self._make(token, best[1], kind, f"{token.text} takes up {best[1].named().head.text}")

    def _fits(self, token: Token, pronoun: Pronoun, mention: ActorMention, kind: str) -> bool:
        if mention.kind in ("demonym", "possessive") or (mention.kind == "modifier" and kind == "pronoun"):
            return False
        plural = mention.plural or bool(mention.others) or self._coordinated(mention)
        if plural != pronoun.plural and not (pronoun.plural and self._collective(mention)):
            return False
        if pronoun.animate is not None and pronoun.animate != (mention.animate and not mention.plural):
            return False
        if pronoun.gender and mention.gender and mention.gender != pronoun.gender and not (plural and pronoun.gender == "Masc"):
            return False
        if kind == "possessive":
            return mention.head is not token.head
        return self._clause(mention.head) is not token.head or pronoun.object is False and mention.head.sent != token.sent

    def _collective(self, mention: ActorMention) -> bool:
        return self.scene.doc.language == "en" and not mention.animate and mention.kind in ("role", "name")

    def _coordinated(self, mention: ActorMention) -> bool:
        return any(t.dep == "conj" for t in mention.head.children) and mention.head.dep in _SUBJECT

    @staticmethod
    def _clause(token: Token) -> Token:
        return token.head

    def _rank(self, token: Token, mention: ActorMention, kind: str) -> float:
        score = 3.0 if mention.head.dep in _SUBJECT else 1.5 if mention.head.dep in ("obj", "iobj", "appos") else 1.0
        if mention.weak:
            score -= 1.0
        if kind == "possessive" and mention.head.head is token.head.head and mention.head.dep in _SUBJECT:
            score += 3.0
        return score - 1.2 * (token.sent - mention.head.sent) + (0.5 if mention.head.sent == token.sent else 0.0)

    def _country(self, token: Token) -> ActorMention | None:
        """`le pays`, `ce pays`: the country last named, or the one in focus."""
        determiner = next((t for t in token.children if t.dep == "det"), None)
        words = self.scene.words.words
        if determiner is None or determiner.lower not in words["demonstrative"] | words["definite"]:
            return None
        if any(t.dep in ("amod", "nmod", "acl:relcl", "nummod") and t.i > token.i for t in token.children) and determiner.lower in words["definite"]:
            return None
        country: str | None = None
        at = bisect_left(self.starts, token.i)
        if determiner.lower in words["demonstrative"]:
            last = next((m for m in reversed(self.mentions[:at]) if m.kind in ("state", "place", "modifier") and m.country in self.scene.known.states), None)
            country = last.country if last and token.sent - last.head.sent <= 1 else None
            why = f"{determiner.text} {token.text}: the country last named"
        if country is None:
            country, why = self.focus.at(token.sent)
        if country is None or country not in self.scene.known.states:
            return None
        referent = self.cast.institution(country, ("GOV",))
        agent = token.dep in _SUBJECT or token.dep in ("obj", "iobj")
        mention = ActorMention(referent.id, token, determiner, token, country, "GOV" if agent else None, "state" if agent else "place", why)
        mention.gender = token.feat("Gender")
        return mention

    def _both(self, token: Token) -> ActorMention | None:
        """`les deux pays`, `the two leaders`: the last two that are of the kind."""
        words = self.scene.words.words
        if not any(t.lower in words["both"] for t in token.children) and not (
            token.i and self.scene.tokens[token.i - 1].lower in words["both"]
        ):
            return None
        men = token.lower in words["men"] and token.lower not in words["country_nouns"]
        at = bisect_left(self.starts, token.i)
        found: list[ActorMention] = []
        for mention in reversed(self.mentions[:at]):
            if len(found) == 2 or token.sent - mention.head.sent > _WINDOW + 1:
                break
            mine = mention.animate and not mention.plural if men else mention.country in self.scene.known.states
            if mine and all(m.country != mention.country if not men else m.actor != mention.actor for m in found):
                found.append(mention)
        if len(found) < 2:
            return None
        found.reverse()
        first, second = (self._side(token, m, men) for m in found)
        first.others.append(second)
        return first

    def _side(self, token: Token, mention: ActorMention, men: bool) -> ActorMention:
        why = f"{token.text}: the last two named"
        if men:
            made = self._make(token, mention, "pronoun", why)
            made.others = []
            return made
        referent = self.cast.institution(mention.country or "", ("GOV",))
        made = ActorMention(referent.id, token, token, token, mention.country, "GOV", "pronoun", why, mention.named())
        made.plural = True
        return made
