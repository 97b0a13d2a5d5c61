"""Charts as SVG, drawn here: they stand in the page before any script runs, print well, and go into reports.

Colours come from classes (style.css), so that they follow light and dark; every mark has a title that is read aloud.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from typing import NamedTuple

from greffier.analyse.tension import Point

WIDTH, HEIGHT = 960, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 10, 22, 24
_DATE_WIDTH = 96  # room for a date on the axis
MAP_WIDTH, MAP_HEIGHT = 960, 500
_BANDS = (
    ("material_conflict", "q4", 1),
    ("verbal_conflict", "q3", 1),
    ("material_cooperation", "q2", -1),
    ("verbal_cooperation", "q1", -1),
)


def timeline(points: Sequence[Point], turns: Iterable[date], names: dict[str, str], step: str = "week", width: int = WIDTH) -> str:
    """Conflict upward, cooperation downward, by quad class; turning points as lines. `names` are words of the language."""
    if not points:
        return ""
    up = max(max(p.conflict for p in points), 1.0)
    down = max(p.cooperation for p in points)
    unit = (HEIGHT - _TOP - _BOTTOM) / (up + down)
    zero = _TOP + up * unit
    each = (width - _LEFT - _RIGHT) / len(points)
    bars = [_bar(point, number, _LEFT + number * each, max(each - 1, 0.8 * each), zero, unit, names) for number, point in enumerate(points)]
    marks = "".join(
        f'<line class="turn" x1="{_x(points, turn, each):.1f}" x2="{_x(points, turn, each):.1f}" y1="{_TOP - 8}" y2="{HEIGHT - _BOTTOM}">'
        f"<title>{escape(names['turning_point'])} {turn}</title></line>"
        for turn in turns
    )
    return (
        f'<svg class="timeline{"" if width == WIDTH else " narrow"}" viewBox="0 0 {width} {HEIGHT}" role="img" '
        f'aria-label="{escape(names["timeline"], quote=True)}" data-first="{points[0].start}" data-step="{step}" data-left="{_LEFT}" '
        f'data-right="{width - _RIGHT}" data-top="{_TOP}" data-bottom="{HEIGHT - _BOTTOM}" data-count="{len(points)}">'
        f"{_axis(up, down, zero, unit, width)}{''.join(bars)}{marks}{_dates(points, each, width)}</svg>"
    )


def _x(points: Sequence[Point], day: date, each: float) -> float:
    index = next((i for i, p in enumerate(points) if p.start >= day), len(points))
    return _LEFT + index * each


def _bar(point: Point, number: int, x: float, width: float, zero: float, unit: float, names: dict[str, str]) -> str:
    if not point.events:
        return ""
    pieces = []
    reach = {1: 0.0, -1: 0.0}
    for name, css, side in _BANDS:
        value = getattr(point, name)
        if value:
            height = value * unit
            y = zero - reach[1] - height if side == 1 else zero + reach[-1]
            reach[side] += height
            pieces.append(f'<rect class="{css}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{max(height, 0.8):.1f}"/>')
    told = ", ".join(f"{names[name]} {getattr(point, name):.1f}" for name, _, _ in _BANDS if getattr(point, name))
    title = f"{point.start}: {escape(told)}; {escape(names['score'])} {point.score:+.1f}"
    return f'<g data-i="{number}"><title>{title}</title>{"".join(pieces)}</g>'


def _axis(up: float, down: float, zero: float, unit: float, width: int) -> str:
    every = _nice((up + down) / 5)
    lines = []
    for value in [n * every for n in range(-int(down / every), int(up / every) + 1)]:
        y = zero - value * unit
        lines.append(
            f'<line class="{"zero" if value == 0 else "grid"}" x1="{_LEFT}" x2="{width - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="tick" x="{_LEFT - 6}" y="{y + 3.5:.1f}" text-anchor="end">{abs(value):g}</text>'
        )
    return "".join(lines)


def _nice(value: float) -> float:
    """The next round number: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(n * power for n in (1, 2, 5, 10) if n * power >= value)


def _dates(points: Sequence[Point], each: float, width: int) -> str:
    every = max(1, math.ceil(_DATE_WIDTH / each))
    return "".join(
        f'<text class="tick" x="{_LEFT + i * each:.1f}" y="{HEIGHT - 7}">{points[i].start}</text>'
        for i in range(0, len(points), every)
        if _LEFT + i * each < width - 66
    )


class Spot(NamedTuple):
    """A place on the map with how much happened there."""

    name: str
    lat: float
    lon: float
    events: int
    conflict: int
    href: str


def world_map(spots: Sequence[Spot], label: str, land: str = '<use href="/static/world.svg#world"/>') -> str:
    """Points on the world, area by number of events. `land` draws the countries."""
    largest = max((spot.events for spot in spots), default=1)
    drawn = []
    for spot in sorted(spots, key=lambda s: -s.events):
        x, y = natural_earth(spot.lon, spot.lat)
        radius = 3 + 14 * math.sqrt(spot.events / largest)
        css = "conflict" if 2 * spot.conflict >= spot.events else "cooperation"
        title = f"{escape(spot.name)}: {spot.events}"
        circle = f'<circle class="{css}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"><title>{title}</title></circle>'
        drawn.append(f'<a href="{escape(spot.href, quote=True)}" aria-label="{title}">{circle}</a>' if spot.href else circle)
    return (
        f'<svg class="map" viewBox="0 0 {MAP_WIDTH} {MAP_HEIGHT}" role="group" aria-label="{escape(label, quote=True)}">'
        f'<g class="land">{land}</g>{"".join(drawn)}</svg>'
    )


def natural_earth(lon: float, lat: float) -> tuple[float, float]:
    """Map coordinates of a point in degrees, in the projection of static/world.svg (Šavrič, Jenny, White & Strebe 2015)."""
    x, y = math.radians(lon), math.radians(lat)
    y2 = y * y
    y4 = y2 * y2
    px = x * (0.8707 - 0.131979 * y2 + y4 * (-0.013791 + y4 * (0.003971 * y2 - 0.001529 * y4)))
    py = y * (1.007226 + y2 * (0.015085 + y4 * (-0.044475 + 0.028874 * y2 - 0.005916 * y4)))
    return 480 + 168 * px, 250 - 168 * py


def spark(values: Sequence[tuple[float, float]]) -> str:
    """A small line of (conflict, cooperation) per period, for tables."""
    if not values:
        return ""
    top = max(max(a, b) for a, b in values) or 1
    step = 80 / max(40, len(values))
    bars = "".join(
        f'<rect class="{css}" x="{i * step:.1f}" width="{0.85 * step:.1f}" y="{10 - 9 * a / top if up else 10:.1f}" '
        f'height="{9 * (a if up else b) / top:.1f}"/>'
        for i, (a, b) in enumerate(values)
        for css, up in (("q3", True), ("q1", False))
        if (a if up else b)
    )
    return f'<svg class="spark" viewBox="0 0 80 20" aria-hidden="true">{bars}</svg>'
