"""One small sample of every kind of source, written for these tests."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

WORDS = "Moscou accuse Washington de préparer un coup d'Etat. Le ministre russe a parlé vendredi."
LONG = " ".join([WORDS] * 6)

PAGE = f"""<!DOCTYPE html><html lang="fr"><head><title>Le ton monte</title>
<meta property="og:site_name" content="Le Greffier"><meta property="article:published_time" content="2019-03-29T10:00:00Z">
</head><body><nav><a href="/">Accueil</a> <a href="/m">Monde</a></nav><article><h1>Le ton monte</h1>
<p>{LONG}</p><p>Une autre phrase du ministre. {LONG}</p></article><footer>Mentions légales</footer></body></html>"""

RSS = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Le Greffier</title><language>fr</language>
<item><guid>g1</guid><title>Le ton monte</title><link>https://example.org/1</link>
<pubDate>Fri, 29 Mar 2019 10:00:00 GMT</pubDate><description>&lt;p&gt;{WORDS}&lt;/p&gt;</description></item>
<item><guid>g2</guid><title>Sans texte</title></item></channel></rss>"""

ATOM = f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Le Greffier</title>
<entry><id>a1</id><title>Le ton monte</title><updated>2019-03-29T10:00:00Z</updated><content type="html">{WORDS}</content></entry></feed>"""

NEWSML = f"""<?xml version="1.0" encoding="UTF-8"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:n1" xml:lang="fr">
<itemMeta><provider literal="GREFFIER"/><versionCreated>2019-03-29T10:00:00Z</versionCreated></itemMeta>
<contentMeta><headline>Le ton monte</headline><language tag="fr-FR"/><contentCreated>2019-03-29T09:00:00Z</contentCreated></contentMeta>
<contentSet><inlineXML contenttype="application/nitf+xml"><nitf><body><body.content><p>{WORDS}</p><p>Fin.</p></body.content></body></nitf>
</inlineXML></contentSet></newsItem>"""

NINJS_1 = json.dumps({
    "uri": "n1", "language": "fr-FR", "versioncreated": "2019-03-29T10:00:00Z", "headline": "Le ton monte",
    "body_xhtml": f"<div><p>{WORDS}</p><p>Fin.</p></div>", "provider": "Le Greffier",
}, indent=1)  # fmt: skip
NINJS_2 = json.dumps({
    "uri": "n2", "language": "fr", "firstcreated": "2019-03-29T10:00:00Z", "headlines": [{"value": "Le ton monte"}],
    "bodies": [{"contenttype": "text/plain", "value": WORDS}], "infosources": [{"name": "Le Greffier"}],
})  # fmt: skip

FACTIVA_XML = f"""<?xml version="1.0"?><ppsArticleResponse><article><accessionNo>F1</accessionNo><baseLanguage>fr</baseLanguage>
<publicationDate>20190329</publicationDate><sourceName>Le Greffier</sourceName><headline><paragraph>Le ton monte</paragraph></headline>
<leadParagraph><paragraph>{WORDS}</paragraph></leadParagraph><tailParagraphs><paragraph>Fin.</paragraph></tailParagraphs>
</article></ppsArticleResponse>"""

FACTIVA_HTML = f"""<html><body><div class="article frArticle"><table>
<tr><td><b>HD</b></td><td>Le ton monte</td></tr><tr><td><b>PD</b></td><td>29 mars 2019</td></tr>
<tr><td><b>SN</b></td><td>Le Greffier</td></tr><tr><td><b>LA</b></td><td>Français</td></tr>
<tr><td><b>LP</b></td><td><p>{WORDS}</p></td></tr><tr><td><b>TD</b></td><td><p>Fin.</p></td></tr>
<tr><td><b>AN</b></td><td>F1</td></tr></table></div></body></html>"""

EUROPRESSE = f"""<html><body><article><header><div class="rdp__DocPublicationName DocPublicationName">Le Greffier, no. 12</div>
<span class="DocHeader">vendredi 29 mars 2019, p. 4</span><div class="titreArticle"><p class="titreArticleVisu">Le ton monte</p></div></header>
<section><div class="docOcurrContainer"><p>{WORDS}</p><p>Fin.</p></div></section><div class="publiC-lblNodoc">news·2019</div></article></body></html>"""

LEXISNEXIS = f"""

                               1 of 2 DOCUMENTS

                                 Le Greffier

                                29 mars 2019

Le ton monte

SECTION: Monde

LENGTH: 14 words

{WORDS}

LOAD-DATE: March 30, 2019

LANGUAGE: FRENCH

                               2 of 2 DOCUMENTS

                                 Le Greffier

                                30 mars 2019

Une autre

LENGTH: 9 mots

{WORDS}

LANGUAGE: FRENCH
"""

CSV = f'id;date;titre;texte\n1;29/03/2019;Le ton monte;"{WORDS}"\n2;2019-03-29;Une ligne trop courte\n3;2019-03-29;Bien;"{WORDS}"\n'
TSV = f"id\tdate\tbody\nx\t2019-03-29\t{WORDS}\n"


def zipped(**members: bytes | str) -> bytes:
    """A zip with these members; `__` in a name stands for a full stop, and two names may climb out of the folder."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return buffer.getvalue()


def docx(*paragraphs: str) -> bytes:
    """A Word file of these paragraphs."""
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs)
    document = f'<?xml version="1.0"?><w:document xmlns:w="{name}"><w:body>{body}</w:body></w:document>'
    return zipped(**{"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def warc(*pages: str) -> bytes:
    """A WARC with these pages as responses."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    for number, page in enumerate(pages):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            f"https://example.org/{number}", "response", payload=io.BytesIO(page.encode()), http_headers=headers
        )
        writer.write_record(record)
    return buffer.getvalue()


def parquet() -> bytes:
    """A Parquet file of two articles."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(pa.table({"body": [WORDS, None], "date": ["2019-03-29", "2019-03-30"], "id": [1, 2]}), buffer)
    return buffer.getvalue()


SAMPLES: dict[str, bytes] = {
    "html": PAGE.encode(), "rss": RSS.encode(), "atom": ATOM.encode(), "newsml": NEWSML.encode(), "ninjs1": NINJS_1.encode(),
    "ninjs2": NINJS_2.encode(), "factiva_xml": FACTIVA_XML.encode(), "factiva_html": FACTIVA_HTML.encode(),
    "europresse": EUROPRESSE.encode(), "lexisnexis": LEXISNEXIS.encode(), "csv": CSV.encode(), "tsv": TSV.encode(),
    "parquet": parquet(), "warc": warc(PAGE), "zip": zipped(a__txt=WORDS, b__html=PAGE),
    "gz": gzip.compress(WORDS.encode()), "docx": docx("Le ton monte", WORDS),
    "docx_nexis": docx("Le ton monte", "Le Greffier", "29 mars 2019", "Length: 14 words", "Body", WORDS, "Load-Date: March 30, 2019",
                       "End of Document"),
    "jsonl": (json.dumps({"text": WORDS, "published": "2019-03-29"}) + "\n").encode(), "plain": WORDS.encode(),
}  # fmt: skip
