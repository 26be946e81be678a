"""Draws a chart of lines as a small SVG."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 860, 320, 70, 20, 56, 46
COLOURS = ("#2f7d5b", "#c9822b", "#4a6fa5", "#b5423c")
INK, FAINT, FONT = "#1f2933", "#8895a1", "font-family: Helvetica, Arial, sans-serif"
Points = Sequence[tuple[float, float]]


def lines(title: str, axes: tuple[str, str], series: Mapping[str, Points]) -> str:
    """One line for each series, from the origin, with round numbers at the axes."""
    across = _ticks(max((x for x, _ in chain(*series.values())), default=1))
    up = _ticks(max((y for _, y in chain(*series.values())), default=1))

    def place(x: float, y: float) -> tuple[float, float]:
        return LEFT + x / across[-1] * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - y / up[-1] * (
            HEIGHT - TOP - BOTTOM
        )

    drawn = [_text((LEFT, 22), title), _text((WIDTH - RIGHT, HEIGHT - 8), axes[0], "end", FAINT)]
    drawn.append(_text((8, TOP - 2), axes[1], colour=FAINT))
    for y in up:
        _, at = place(0, y)
        drawn.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="{FAINT}" stroke-width="0.5"/>')
        drawn.append(_text((LEFT - 8, at + 4), f"{y:,.10g}", "end"))
    drawn += [_text((place(x, 0)[0], HEIGHT - BOTTOM + 18), f"{x:,.10g}", "middle") for x in across]
    for number, (name, points) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        path = "L".join("{:.1f} {:.1f}".format(*place(x, y)) for x, y in points)
        drawn.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        drawn.append(_text((WIDTH - RIGHT - 80 * number, 22), name, "end", colour))
    return _page(title, drawn)


def _ticks(largest: float) -> list[float]:
    """Zero and up to five round numbers, the last of them not below the largest."""
    step = 1e-9
    while True:
        for factor in (1, 2, 5):
            if step * factor * 5 >= largest:
                count = -int(-largest // (step * factor))
                return [round(step * factor * number, 9) for number in range(count + 1)]
        step *= 10


def _text(at: tuple[float, float], said: str, anchor: str = "start", colour: str = INK) -> str:
    where = f'x="{at[0]:.1f}" y="{at[1]:.1f}" font-size="13" text-anchor="{anchor}" fill="{colour}"'
    return f"<text {where}>{said}</text>"


def _page(title: str, drawn: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" role="img" '
        f'style="{FONT}"><title>{title}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n' + "\n".join(drawn) + "\n</svg>\n"
    )
