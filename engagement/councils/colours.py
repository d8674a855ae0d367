"""A council's colour and its contrast wherever pages use it, by WCAG 2.2's measure."""

import colorsys
import hashlib
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

COLOUR = re.compile(r"#[0-9a-f]{6}\Z")
# The look of a council that has none of its own, as the style sheet has it.
NEUTRAL = "#14506b"
WHITE, BLACK = "#ffffff", "#000000"
FOCUS = "#ffdd00"
# The grounds that words stand on, as the style sheet has them: the page of each paper, and its panels and footer.
CREAM, CREAM_PANEL = "#fdf6e3", "#f7ecd2"
BLUE, BLUE_PANEL = "#e8f2fc", "#d9e8f7"
DARK, DARK_PANEL = "#16191b", "#212629"

WORDS, SHAPES = 4.5, 3.0
# A shade that we choose for dark pages is easy to read there, not only just allowed.
COMFORT = 7.0
# How much white is in the panels.
PALE = 0.94


@dataclass(frozen=True, slots=True)
class Use:
    """Two colours that meet on a page, and the contrast they need. `what` begins a sentence."""

    what: str
    front: str
    ground: str
    least: float

    @property
    def ratio(self) -> float:
        """How much the two differ, from 1 to 21."""
        return contrast(self.front, self.ground)


Where = Callable[[str], Sequence[Use]]


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours "#rrggbb", from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """A colour with a share, from 0 to 1, of another one in it."""
    return _hex([a + (b - a) * share for a, b in zip(_parts(colour), _parts(other), strict=True)])


def uses(colour: str) -> list[Use]:
    """Where pages use a council's colour: behind white words, and as words on every light paper."""
    return [
        Use("White words on the header and on buttons", WHITE, colour, WORDS),
        Use("Links on the pale panels of the page", colour, mixed(colour, WHITE, PALE), WORDS),
        Use("Links on cream paper", colour, CREAM, WORDS),
        Use("Links on the panels of cream paper", colour, CREAM_PANEL, WORDS),
        Use("Links on blue paper", colour, BLUE, WORDS),
        Use("Links on the panels of blue paper", colour, BLUE_PANEL, WORDS),
        Use("The focus mark on the header", FOCUS, colour, SHAPES),
    ]


def uses_on_dark(colour: str) -> list[Use]:
    """Where dark pages use their lighter colour: as words, and behind the dark words of buttons."""
    return [
        Use("Links on dark pages", colour, DARK, WORDS),
        Use("Links on the panels of dark pages", colour, DARK_PANEL, WORDS),
    ]


def fault(colour: str, where: Where) -> str | None:
    """What is wrong with a colour in the uses that `where` gives, with a shade that would do; None if nothing is."""
    failing = [use for use in where(colour) if use.ratio < use.least]
    if not failing:
        return None
    worst = min(failing, key=lambda use: use.ratio / use.least)
    shown = math.floor(worst.ratio * 100) / 100
    return (
        f"{worst.what} would be hard to see: {worst.front} on {worst.ground} has a contrast of {shown:.2f} to 1 "
        f"and needs {worst.least} to 1. The nearest shade that works everywhere is {nearest(colour, where)}."
    )


def nearest(colour: str, where: Where, least: float = 0) -> str:
    """The shade of the same hue closest in lightness that passes every use, with `least` where that asks for more."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(colour)))
    steps = (lightness + sign * step / 500 for step in range(501) for sign in (-1, 1))
    shades = (
        _hex([part * 255 for part in colorsys.hls_to_rgb(hue, step, saturation)]) for step in steps if 0 <= step <= 1
    )
    # Black passes wherever a colour must be dark, and white wherever it must be light.
    ends = (BLACK, WHITE)
    return next(shade for shade in (*shades, *ends) if all(use.ratio >= max(use.least, least) for use in where(shade)))


@dataclass(frozen=True, slots=True)
class Palette:
    """All the colours that follow from a council's own."""

    colour: str
    hover: str
    panel: str
    edge: str
    on_dark: str
    on_dark_hover: str

    @staticmethod
    @lru_cache(maxsize=64)
    def of(colour: str, colour_on_dark: str | None = None) -> "Palette":
        """The palette of a colour, with a lighter shade of it for dark pages where none is given."""
        on_dark = colour_on_dark or nearest(colour, uses_on_dark, COMFORT)
        return Palette(
            colour=colour,
            hover=mixed(colour, BLACK, 0.4),
            panel=mixed(colour, WHITE, PALE),
            edge=mixed(colour, WHITE, 0.6),
            on_dark=on_dark,
            on_dark_hover=mixed(on_dark, WHITE, 0.5),
        )

    def style(self, selector: str = ":root") -> str:
        """A style sheet that sets these colours, and nothing else, for what a selector finds."""
        return (
            f"{selector}{{--council-colour:{self.colour};--council-hover:{self.hover};--council-panel:{self.panel};"
            f"--council-edge:{self.edge};--council-on-dark:{self.on_dark};"
            f"--council-on-dark-hover:{self.on_dark_hover}}}\n"
        )

    @property
    def version(self) -> str:
        """A name for exactly these colours."""
        return hashlib.sha256(self.style().encode()).hexdigest()[:12]


def _parts(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _hex(parts: Sequence[float]) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in parts)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in _parts(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
