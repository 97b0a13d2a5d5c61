"""XML and HTML from strangers, parsed without entities, without the network, and without unlimited trees."""

from __future__ import annotations

import re
from typing import Any

from greffier.errors import NotText
from greffier.ingest.decode import decode

_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_BLOCKS = frozenset({"p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "section", "article",
                     "blockquote", "headline", "body", "paragraph"})  # fmt: skip
_SILENT = frozenset({"script", "style", "head", "noscript", "template"})


def parse_xml(content: bytes, where: str) -> Any:
    """The root element of an XML file. Raises NotText when it is not well formed. Entities are never resolved."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise NotText(where, f"this XML is not well formed ({error.msg}); ask for the file again or repair it") from None
    if root is None:
        raise NotText(where, "this XML is empty")
    return root


def parse_html(content: bytes | str, where: str) -> Any:
    """The root element of an HTML page; broken HTML is read as a browser would. Raises NotText when there is none."""
    from lxml import etree, html

    page = decode(content, where) if isinstance(content, bytes) else content
    page = _DECLARATION.sub("", page, count=1)
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = html.document_fromstring(page, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise NotText(where, f"this HTML cannot be read ({error})") from None
    return root


def local(element: Any) -> str:
    """An element's name without its namespace; empty for comments and instructions."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def text_of(element: Any) -> str:
    """The words of an element: paragraphs apart by an empty line, white space as a reader sees it."""
    pieces: list[str] = []
    stack: list[tuple[Any, bool]] = [(element, False)]
    while stack:  # a stack of our own: pages nest deeper than Python's
        node, leaving = stack.pop()
        block = local(node) in _BLOCKS
        if leaving:
            pieces.append("\n" if block else "")
            if node is not element:
                pieces.append(node.tail or "")
            continue
        if local(node) in _SILENT or not isinstance(node.tag, str):
            pieces.append(node.tail or "" if node is not element else "")
            continue
        pieces.append(("\n" if block else "") + (node.text or ""))
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(pieces).split("\n"))
    return "\n\n".join(line for line in lines if line)


def first(root: Any, *names: str) -> Any:
    """The first element below `root` with one of these local names, None where there is none."""
    return next((e for e in root.iter() if local(e) in names), None)


def words(root: Any, *names: str) -> str | None:
    """The words of the first element with one of these names, on one line, None where there are none."""
    element = first(root, *names)
    joined = " ".join("".join(element.itertext()).split()) if element is not None else ""
    return joined or None
