"""GraphML: countries and bodies as nodes, directed edges from actor to recipient by quad class, for network analysis."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from greffier.export.rows import export_events
from greffier.store.record import Record

KEYS = (("quad", "int"), ("events", "int"), ("asserted", "int"), ("score", "double"), ("first", "string"), ("last", "string"))


def write_graphml(record: Record, path: Path) -> int:
    """A multigraph: one edge for each actor, recipient and quad class. Returns the number of edges."""
    edges: dict[tuple[str, str, int], dict[str, Any]] = defaultdict(
        lambda: {"events": 0, "asserted": 0, "score": 0.0, "first": "", "last": ""}
    )
    for event in export_events(record):
        if event.modality in ("negated", "hypothetical"):
            continue
        targets = event.recipients or event.actors
        pairs = {(a.country or a.name, b.country or b.name) for a in event.actors for b in targets}
        for pair in sorted((a, b) for a, b in pairs if a != b):
            edge = edges[(*pair, event.quad)]
            edge["events"] += 1
            edge["asserted"] += event.modality == "asserted"
            edge["score"] += event.goldstein
            if event.day:
                day = event.day.isoformat()
                edge["first"], edge["last"] = min(edge["first"] or day, day), max(edge["last"], day)
    nodes = sorted({name for a, b, _ in edges for name in (a, b)})
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
        for name, kind in KEYS:
            file.write(f'  <key id="{name}" for="edge" attr.name="{name}" attr.type="{kind}"/>\n')
        file.write('  <graph edgedefault="directed">\n')
        for node in nodes:
            file.write(f"    <node id={quoteattr(node)}/>\n")
        for number, ((a, b, quad), edge) in enumerate(sorted(edges.items())):
            file.write(f'    <edge id="e{number}" source={quoteattr(a)} target={quoteattr(b)}>')
            for name, value in {"quad": quad, **edge}.items():
                file.write(f'<data key="{name}">{value}</data>')
            file.write("</edge>\n")
        file.write("  </graph>\n</graphml>\n")
    return len(edges)
