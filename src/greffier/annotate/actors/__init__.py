"""Actors: who is meant by each mention, with country, sector and office at the article's date.

    names and roles found → whose (country, sector) → who (names joined to titles) → pronouns → records

`find.py` shows the way; `mention.py` is what other annotators see.
"""

from greffier.annotate.actors.find import find_actors
from greffier.annotate.actors.mention import ActorMention, Actors

__all__ = ["ActorMention", "Actors", "find_actors"]
