"""The frame of every page in one language: titles, navigation, interface words, assets."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from generator import urls
from generator.colours import in_scheme
from generator.languages import primary
from generator.locales import direction
from generator.model import Config, NavItem
from generator.text import digest
from generator.views import Frame, MenuItem
from generator.wording import interface_words


def make_frame(
    config: Config,
    lang: str,
    *,
    base_url: str,
    assets: Mapping[str, str],
    offline: bool,
    ground: str = "",
    registers: Collection[str] = (),
    has_glossary: bool = False,
    has_authors: bool = False,
) -> Frame:
    """The frame for pages in `lang`; words missing in that language are English.

    `registers`: which of the site's lists there are, `corrections` and `open`. `ground` is the
    colour of the page, as the theme's token `paper` has it.
    """
    words = interface_words(lang)
    has_address = bool(base_url)
    values = {
        "title": config.title,
        "description": config.description,
        "url": base_url,
        "base": urls.base_path(base_url),
        "lang": lang,
        "dir": direction(lang),
        "strings": words,
        "menu": tuple(_menu_item(one, lang) for one in config.nav),
        "assets": assets,
        "theme_colors": (in_scheme(ground, "light"), in_scheme(ground, "dark")),
        "tags_path": f"{config.paths.tags}/",
        "questions_path": f"{config.paths.questions}/",
        "glossary_path": f"{config.paths.glossary}/" if has_glossary else "",
        "authors_path": f"{config.paths.authors}/" if has_authors else "",
        "search_path": f"{config.paths.search}/" if config.search else "",
        "corrections_path": f"{config.paths.corrections}/" if "corrections" in registers else "",
        "open_path": f"{config.paths.open}/" if "open" in registers else "",
        "answers_path": "answers.xml" if has_address and config.answer_feeds else "",
        "feed_path": "feed.xml" if has_address else "",
        "embeddable": config.embeddable,
        "for_machines": config.for_machines,
        "extra": config.extra,
        "offline": offline,
    }
    return Frame(**values, digest=digest(repr(values)))  # type: ignore[arg-type]


def _menu_item(item: NavItem, lang: str) -> MenuItem:
    path, titles = item.path, item.titles
    if not urls.is_external(path):
        path = path.lstrip("/")
    return MenuItem(titles.get(lang) or titles.get(primary(lang)) or item.title, path)
