"""Acronyms that the text itself introduces: `la Fédération des industries allemandes (BDI) … le BDI`."""

from __future__ import annotations

from greffier.annotate.actors.scan import Scene
from greffier.annotate.actors.stage import Stage
from greffier.parse.doc import Token

_LENGTH = range(2, 11)


def find_acronyms(scene: Scene) -> dict[int, int]:
    """For each token that is an introduced acronym, the last token of the name it stands for."""
    introduced: dict[str, int] = {}
    tokens = scene.tokens
    for i in range(1, len(tokens) - 2):
        word = tokens[i + 1].text
        if tokens[i].text == "(" and tokens[i + 2].text == ")" and word.isupper() and len(word) in _LENGTH:
            introduced.setdefault(word, i - 1)
    return {
        token.i: introduced[token.text]
        for token in tokens
        if token.text in introduced and token.i not in scene.names and token.i > introduced[token.text]
    }


def add_acronym(stage: Stage, token: Token) -> None:
    """The mention of an acronym, where the name it stands for is an actor."""
    named = stage.by_last.get(stage.scene.acronyms[token.i])
    if named is None or named.weak:
        return
    referent = stage.cast.get(named.actor)
    why = f"introduced as the acronym of {named.head.text}"
    mention = stage.mention(referent, token, token.i, token.i, "name", why)
    mention.sector, mention.sectors = named.sector, named.sectors
    mention.plural, mention.gender = named.plural, named.gender
    stage.add(mention, token.i, token.i)
