"""LexisNexis and Nexis Uni: documents in one text file, or in DOCX."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from greffier.errors import BadRow, InputError, NotText
from greffier.ingest.dates import published
from greffier.ingest.decode import decode
from greffier.ingest.markup import local, parse_xml
from greffier.ingest.raw import Item, Kind, Options, Raw
from greffier.model import Article
from greffier.settings import SETTINGS

_DOCUMENT = re.compile(r"^\s*(?:Document\s+)?\d+\s+(?:of|de|sur)\s+\d+(?:\s+DOCUMENTS?)?\s*$", re.IGNORECASE | re.MULTILINE)
_END = re.compile(r"^\s*(?:End of Document|Fin du document)\s*$", re.IGNORECASE | re.MULTILINE)
_FIELD = re.compile(
    r"^(SECTION|RUBRIQUE|LENGTH|LONGUEUR|BYLINE|AUTEUR|HEADLINE|TITRE|DATELINE|LANGUAGE|LANGUE|LOAD-DATE|DATE-CHARGEMENT|"
    r"PUBLICATION-TYPE|TYPE-PUBLICATION|COPYRIGHT|BODY|TEXTE|HIGHLIGHT|SUBJECT|SUJET)\s*:?\s*(.*)$",
    re.IGNORECASE,
)
_AFTER = frozenset({"load-date", "date-chargement", "language", "langue", "publication-type", "type-publication", "subject", "sujet"})
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def is_lexisnexis(raw: Raw) -> bool:
    """Text that begins as LexisNexis writes it."""
    try:
        head = decode(raw.head, raw.where)
    except InputError:
        return False
    return bool(_DOCUMENT.search(head[:3000]) or (_END.search(head) and re.search(r"^(Length|Longueur|Load-Date)\s*:", head, re.I | re.M)))


def is_docx(raw: Raw) -> bool:
    """A zip that holds a Word document."""
    return (raw.head.startswith(b"PK") and b"word/" in raw.head) or (raw.head.startswith(b"PK") and b"[Content_Types].xml" in raw.head[:200])


def read_lexisnexis(raw: Raw, options: Options) -> Iterator[Item]:
    """The articles of a LexisNexis text file."""
    try:
        text = decode(raw.content(), raw.where)
    except InputError as error:
        yield error
        return
    yield from documents(text, raw.where, options)


def read_docx(raw: Raw, options: Options) -> Iterator[Item]:
    """The articles of a Word file from LexisNexis; another Word file is one article."""
    try:
        text = docx_text(raw)
    except InputError as error:
        yield error
        return
    if _END.search(text) or _DOCUMENT.search(text):
        yield from documents(text, raw.where, options)
    elif text.strip():
        yield Article(text=text, id=raw.path.stem if raw.path else None, language=options.language, where=raw.where)
    else:
        yield InputError(raw.where, "this Word file holds no words")


def docx_text(raw: Raw) -> str:
    """The words of a Word file, a paragraph a line. Raises NotText."""
    try:
        with raw.open() as stream, zipfile.ZipFile(stream) as archive:
            member = archive.getinfo("word/document.xml")
            if member.file_size > SETTINGS.max_unpacked_bytes:
                raise NotText(raw.where, "this Word file unpacks to more than GREFFIER_MAX_UNPACKED_BYTES")
            root = parse_xml(archive.read(member), raw.where)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise NotText(raw.where, f"this Word file is damaged ({error}); open it in Word and save it again") from None
    lines = []
    for paragraph in root.iter(f"{_WORD}p"):
        pieces = ("\t" if local(e) == "tab" else "\n" if local(e) in ("br", "cr") else e.text or ""
                  for e in paragraph.iter() if local(e) in ("t", "tab", "br", "cr"))  # fmt: skip
        lines.append("".join(pieces))
    return "\n".join(lines)


def documents(text: str, where: str, options: Options) -> Iterator[Item]:
    """The articles of a text that holds several documents."""
    ends = _END if _END.search(text) else _DOCUMENT
    pieces = [piece for piece in ends.split(text) if piece.strip()]
    number = 0
    for piece in pieces:
        piece = _DOCUMENT.sub("", piece).strip("\n")
        if len(piece.split()) < 5:
            continue
        number += 1
        yield _article(piece, f"{where}:{number}", options)


def _article(piece: str, where: str, options: Options) -> Item:
    """Title, outlet and date stand before the first field, the words after the fields that lead."""
    head: list[str] = []
    fields: dict[str, str] = {}
    body: list[str] = []
    in_body = False
    for line in piece.splitlines():
        match = _FIELD.match(line.strip())
        name = match[1].lower() if match else ""
        if match and (not in_body or name in _AFTER):
            fields[name] = match[2].strip()
            in_body = name in ("body", "texte") or (in_body and name not in _AFTER) or name in ("length", "longueur")
            if name in ("body", "texte") and match[2]:
                body.append(match[2])
        elif in_body:
            body.append(line)
        elif line.strip() and not fields:
            head.append(line.strip())
    text = re.sub(r"\n\s*\n\s*", "\n\n", "\n".join(body)).strip()
    if not text:
        return BadRow(where, "this document has no Body")
    dated = next((i for i, line in enumerate(head) if published(line)), None)
    date = published(head[dated]) if dated is not None else published(fields.get("load-date"))
    title, source = _title_and_outlet(head, dated)
    title = fields.get("headline") or fields.get("titre") or title
    language = (fields.get("language") or fields.get("langue") or "").lower()
    code = "fr" if language.startswith("fr") else "en" if language.startswith(("en", "an")) else None
    return Article(
        text=text, language=options.language or code, published=date, title=title, source=source, where=where
    )


def _title_and_outlet(head: list[str], dated: int | None) -> tuple[str | None, str | None]:
    """The older text format has outlet, date, title; Nexis Uni has title, outlet, date."""
    if dated == 1:
        return (head[2] if len(head) > 2 else None), head[0]
    others = [line for i, line in enumerate(head) if i != dated]
    return (others[0] if others else None), (others[1] if len(others) > 1 else None)


LEXISNEXIS = Kind("LexisNexis text", lambda raw, options: is_lexisnexis(raw), read_lexisnexis)
DOCX = Kind("Word", lambda raw, options: is_docx(raw), read_docx)
