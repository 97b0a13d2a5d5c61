"""`nlp.add_pipe("greffier")`: the reading of a text as `doc._.greffier` in anybody's spaCy pipeline."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from greffier.model import Article
from greffier.reading import read


@Language.factory("greffier", default_config={"published": None}, assigns=["doc._.greffier"])
def make_greffier(nlp: Language, name: str, published: str | None) -> Any:
    """The component. `published` (EDTF) dates all texts; `doc.user_data["published"]` dates one.

    It parses the text with greffier's own models, whatever pipeline it stands in, so that readings are the same
    everywhere; the language is the pipeline's.
    """
    if not Doc.has_extension("greffier"):
        Doc.set_extension("greffier", default=None)

    def component(doc: Doc) -> Doc:
        day = doc.user_data.get("published", published)
        if doc.text.strip():
            doc._.greffier = read(Article(doc.text, language=nlp.lang, published=day))
        return doc

    return component
