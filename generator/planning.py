"""From pages to everything that a site puts out, before anything is rendered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache as memoized

from generator.assemble import assemble
from generator.borrowing import borrow
from generator.diagnostics import Diagnostic, Span, error, warning
from generator.frames import make_frame
from generator.illustrations import Shown, find_pictures
from generator.images import CardColours
from generator.inputs import Inputs
from generator.links import Pins, resolve_links, resolve_pins
from generator.model import Artifact, BuildOptions, Target, target_paths
from generator.naming import register_problems
from generator.neighbours import find_neighbours
from generator.outputs import OUTPUTS
from generator.outputs.cards import SocialCard, card_colours, social_cards
from generator.outputs.images import NO_PICTURE
from generator.outputs.moved import old_addresses
from generator.outputs.pages import content_pages
from generator.outputs.records import NAME as ALL_RECORDS
from generator.outputs.registers import register_names
from generator.packing import pack
from generator.pictures import PictureFile, Preparation, Prepared, survey
from generator.reading import ReadPages
from generator.related import related_cards, related_questions
from generator.review import expired
from generator.site import Sheet, Site
from generator.text import truncate
from generator.views import Frame, RelatedQuestions


@dataclass(frozen=True, slots=True)
class Plan:
    """A site and its outputs, all but the search index."""

    site: Site
    sheets: list[Sheet]
    """Pages to render."""
    artifacts: list[Artifact]
    """Files that are complete; those of `static/` are copied besides."""
    pictures: tuple[PictureFile, ...]
    """Encoded images."""
    cards: tuple[SocialCard, ...]
    card_colours: CardColours
    problems: tuple[Diagnostic, ...]
    targets: Mapping[str, tuple[str, ...]]
    """By file: the site paths of a page's links."""


def plan(
    inputs: Inputs,
    read: ReadPages,
    options: BuildOptions,
    *,
    is_locked: bool,
    prepare: Preparation = survey,
) -> Plan:
    """The site of these pages; `is_locked` makes errors of what the ledger does not know yet.

    `prepare` makes of its pictures what pages show.
    """
    site, found = assemble(read.pages, inputs.config, options, read.departed)
    site = replace(site, glossary=inputs.glossary, authors=inputs.authors)
    unnamed = register_problems(site)
    drift = _drift(site, inputs, is_locked=is_locked)
    drift += _expired(site)
    pins, unpinned = resolve_pins(site)
    shown = find_pictures(site, inputs.pictures, frozenset(one.path for one in inputs.static))
    prepared = prepare(inputs, shown.places)
    frame_for = _framer(site, inputs)
    colours = card_colours(inputs.theme.tokens)
    cards = social_cards(site, frame_for, colours)
    sheets, ready, broken, targets = _outputs(
        site, inputs, frame_for, _related(site, read, pins), shown, prepared, cards
    )
    return Plan(
        site=site,
        sheets=sheets,
        artifacts=[*ready, *prepared.artifacts],
        pictures=tuple(prepared.files.values()),
        cards=tuple(cards.values()),
        card_colours=colours,
        problems=(
            *found,
            *unnamed,
            *drift,
            *unpinned,
            *broken,
            *shown.problems,
            *prepared.problems,
        ),
        targets={page: target_paths(to) for page, to in targets.items()},
    )


def _related(site: Site, read: ReadPages, pins: Pins) -> Mapping[str, RelatedQuestions]:
    """What stands under answers; questions are compared only near what changed since last time."""
    if not site.config.related_questions:
        return {}
    neighbours = find_neighbours(site.explainers, read.remembered("neighbours"))
    if neighbours.has_changed:
        read.memories["neighbours"] = pack(neighbours.memory)
    return related_questions(site, neighbours.found, pins.related)


def _drift(site: Site, inputs: Inputs, *, is_locked: bool) -> list[Diagnostic]:
    """What the ledger does not know yet of the pages that are published.

    Warnings; errors where the ledger is locked.
    """
    if is_locked and inputs.ledgers is None:
        message = "the site has no ledger, and `--locked` asks for one"
        hint = "run `explainer ids`, and commit the folder `ledger/`"
        return [error("no-ledger", message, hint=hint)]
    now = site.options.now
    found = [
        one
        for page in site.explainers
        if page.drift and not page.front.draft and not (page.front.date and page.front.date > now)
        for one in page.drift
    ]
    found += [one for each in site.departed for one in each.drift]
    return [replace(one, severity="error") for one in found] if is_locked else found


def _expired(site: Site) -> list[Diagnostic]:
    """What is true no longer by its own word."""
    config, options = site.config, site.options
    found = [
        warning(
            "expired",
            f"the page expired on {page.front.expires:%Y-%m-%d} and is left out",
            Span(page.path),
            hint="bring it up to date and move `expires:`, or remove the file",
        )
        for page in site.expired
    ]
    for one in expired(site.explainers, config, options.now, options.timezone):
        if one.question is not None:
            found.append(
                warning(
                    "expired",
                    f"the answer to “{truncate(one.question.text, 60)}” expired on"
                    f" {one.expires:%Y-%m-%d}",
                    Span(one.page.path, one.question.line),
                    hint="bring the answer up to date and move `expires:`, or remove the question",
                )
            )
    return found


def _framer(site: Site, inputs: Inputs) -> Callable[[str], Frame]:
    """What gives the frame of each language."""
    config, options = site.config, site.options
    assets = _assets(inputs)

    registers = register_names(site)

    @memoized
    def frame_for(lang: str) -> Frame:
        return make_frame(
            config,
            lang or config.lang,
            base_url=options.base_url,
            assets=assets,
            offline=options.offline,
            ground=inputs.theme.tokens.get("paper", ""),
            registers=registers,
            has_glossary=bool(site.glossary),
            has_authors=bool(site.authors),
        )

    return frame_for


def _assets(inputs: Inputs) -> dict[str, str]:
    """The site path of each static file of the theme, by its name."""
    return {one.name: f"{inputs.config.paths.assets}/{one.path}" for one in inputs.theme.static}


def _outputs(
    site: Site,
    inputs: Inputs,
    frame_for: Callable[[str], Frame],
    related: Mapping[str, RelatedQuestions],
    shown: Shown,
    prepared: Prepared,
    cards: Mapping[str, SocialCard],
) -> tuple[list[Sheet], list[Artifact], tuple[Diagnostic, ...], Mapping[str, tuple[Target, ...]]]:
    """The sheets, the ready files, what is wrong with links, and where they lead."""
    made = [one for output in OUTPUTS.values() for one in output(site, frame_for)]
    own_paths = [one.path for one in made]
    if inputs.config.for_machines:
        own_paths.append(ALL_RECORDS)
    targets, broken = resolve_links(
        site,
        static=[one.path for one in inputs.static],
        own_paths=own_paths,
        # Those that could not be prepared have been told.
        pictures={one: prepared.pictures.get(one, "") for one in shown.places},
    )
    fronts = {page: prepared.pictures.get(one, NO_PICTURE) for page, one in shown.front.items()}
    sheets = [one for one in made if isinstance(one, Sheet)]
    borrowed, circles = borrow(site, targets)
    sheets += content_pages(
        site, frame_for, targets, fronts, cards, related_cards(site), related, borrowed
    )
    sheets += [*old_addresses(site, frame_for, {*own_paths, *(one.path for one in sheets)})]
    ready = [one for one in made if isinstance(one, Artifact)]
    assets = _assets(inputs)
    ready += [Artifact(assets[one.name], one.content) for one in inputs.theme.static]
    return sheets, ready, (*broken, *circles), targets
