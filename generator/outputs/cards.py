"""Social cards: which there are, what stands on them, and in which colours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.colours import in_scheme, parse_colour
from generator.images import CardColours, CardText
from generator.model import Page
from generator.site import Site
from generator.text import digest
from generator.views import Frame

# The default theme's, for a theme that has no such token or one that is no plain colour.
_DEFAULTS = {
    "paper": (255, 255, 255),
    "ink": (26, 25, 23),
    "ink-soft": (92, 89, 84),
    "accent": (180, 35, 42),
    "rule": (217, 213, 206),
}
_SHORT = 10


@dataclass(frozen=True, slots=True)
class SocialCard:
    """A card to be drawn."""

    path: str
    """In the output; changes with what stands on the card."""
    text: CardText


def card_colours(tokens: Mapping[str, str]) -> CardColours:
    """The colours of cards: the theme's in the light scheme."""
    found = {}
    for name, default in _DEFAULTS.items():
        colour = parse_colour(in_scheme(tokens.get(name, ""), "light"))
        found[name] = default
        if colour is not None:
            red, green, blue = (round(min(1, max(0, one)) * 255) for one in colour)
            found[name] = (red, green, blue)
    return CardColours(
        found["paper"], found["ink"], found["ink-soft"], found["accent"], found["rule"]
    )


def social_cards(
    site: Site, frame_for: Callable[[str], Frame], colours: CardColours
) -> Mapping[str, SocialCard]:
    """A card for each explainer and each question that has a page, by the page's site path.

    None where the site has no address: those who show cards ask for full ones.
    """
    if not site.config.social_cards or not site.options.base_url:
        return {}
    look, folder = repr(colours), f"{site.config.paths.assets}/cards"
    found = {}
    for page in site.explainers:
        frame = frame_for(page.front.lang)
        found[f"{page.slug}/"] = _card(folder, page.slug, _explainer(page, frame), look)
        if site.config.question_pages:
            for at, one in enumerate(page.questions):
                name = f"{page.slug}/{one.id}"
                found[f"{name}/"] = _card(folder, name, _question(page, at, frame), look)
    return found


def card_path(cards: Mapping[str, SocialCard], page: str) -> str:
    """The site path of a page's card; empty when it has none."""
    found = cards.get(page)
    return found.path if found else ""


def _card(folder: str, name: str, text: CardText, look: str) -> SocialCard:
    return SocialCard(f"{folder}/{name}.{digest(repr(text), look)[:_SHORT]}.png", text)


def _explainer(page: Page, frame: Frame) -> CardText:
    count = len(page.questions)
    words = frame.strings
    counted = words["question_count_one"] if count == 1 else words["question_count"]
    return CardText(
        title=page.front.title,
        kicker=page.front.kicker,
        number="",
        site=frame.title,
        note=counted.replace("{count}", str(count)) if count else "",
        lang=page.front.lang or frame.lang,
        from_right=frame.dir == "rtl",
    )


def _question(page: Page, at: int, frame: Frame) -> CardText:
    return CardText(
        title=page.questions[at].text,
        kicker=page.front.title,
        number=str(at + 1),
        site=frame.title,
        note="",
        lang=page.front.lang or frame.lang,
        from_right=frame.dir == "rtl",
    )
