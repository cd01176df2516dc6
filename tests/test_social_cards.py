"""Social cards: drawn once, wired into pages, honest about what no font can write."""

from __future__ import annotations

import io
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from generator.images import CardColours, CardText
from generator.images.cards import draw_card
from generator.images.fonts import Fonts, can_shape, machine_fonts
from generator.images.lines import Face, fit
from generator.outputs.cards import card_colours
from tests.conftest import Run, put, tree

COLOURS = CardColours((255, 255, 255), (20, 20, 20), (90, 90, 90), (180, 30, 40), (210, 210, 210))
NO_FONTS = Fonts(folders=())
ON = "title: Small\nurl: https://example.org/repo/\nsocial_cards: true\n"


def text(title: str, **others: object) -> CardText:
    plain = {"kicker": "Kitchen", "number": "", "site": "Small", "note": "2 questions"}
    return CardText(**{"title": title, **plain, "lang": "en", "from_right": False, **others})  # type: ignore[arg-type]


def drawn(words: CardText, fonts: Fonts = NO_FONTS) -> Image.Image:
    return Image.open(io.BytesIO(draw_card(words, COLOURS, fonts).content)).convert("RGB")


def inked(image: Image.Image, box: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """The smallest box around what is not paper, within a part of the card."""
    part = image.crop(box)
    found = ImageChops.difference(part, Image.new("RGB", part.size, (255, 255, 255))).getbbox()
    return found and (found[0] + box[0], found[1] + box[1], found[2] + box[0], found[3] + box[1])


TITLES = [
    "Tides",
    "Why do we have leap seconds?",
    "word " * 80,
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung",
    "x" * 400,
    "Never-ending-compound-of-many-hyphened-words-that-goes-on-and-on-and-on-for-ever-and-ever",
]


@pytest.mark.parametrize("number", ["", "7", "140"])
@pytest.mark.parametrize("title", TITLES, ids=lambda one: one[:12])
def test_words_stay_within_the_margins_and_above_the_foot(title: str, number: str) -> None:
    image = drawn(text(title, number=number))
    assert image.size == (1200, 630)
    box = inked(image, (0, 74, 1200, 529))
    assert box is not None
    assert box[0] >= 60
    assert box[2] <= 1200 - 60
    # A strip of paper parts the words from the rule at the foot.
    assert inked(image, (0, 521, 1200, 529)) is None


def test_a_card_is_small_and_the_same_each_time() -> None:
    one, other = (draw_card(text("Why is the sky blue?"), COLOURS, NO_FONTS) for _ in range(2))
    assert one == other
    assert len(one.content) < 25_000
    assert Image.open(io.BytesIO(one.content)).mode == "P"


def test_the_number_of_a_question_stands_where_its_language_begins() -> None:
    left = drawn(text("One?", number="8"))
    right = drawn(text("One?", number="8", from_right=True))
    red = (180, 30, 40)
    assert red in {colour for _, colour in left.crop((72, 120, 200, 400)).getcolors(9999) or ()}
    assert red in {colour for _, colour in right.crop((1000, 120, 1128, 400)).getcolors(9999) or ()}


def test_signs_that_no_font_has_are_named() -> None:
    card = draw_card(text("A \U000e0fff字 b", number=""), COLOURS, NO_FONTS)
    assert "字" in card.missing
    assert not set(card.missing) & set("A bKitchen")


@pytest.mark.skipif(
    "NotoNaskhArabic-Bold" not in machine_fonts(Fonts()) or not can_shape(),
    reason="needs an Arabic font and libraqm",
)
def test_arabic_is_joined_and_runs_from_the_right() -> None:
    words = text("قنوات", kicker="", site="مكتب", note="", lang="ar", from_right=True)
    card = draw_card(words, COLOURS, Fonts())
    assert (card.missing, card.is_unshaped) == ("", False)
    image = Image.open(io.BytesIO(card.content)).convert("RGB")
    box = inked(image, (0, 90, 1200, 500))
    assert box
    assert box[2] > 1100
    assert box[0] > 600
    # Joined letters leave fewer gaps between columns of ink than letters that stand alone.
    columns = [inked(image, (x, box[1], x + 1, box[3])) is not None for x in range(box[0], box[2])]
    gaps = sum(1 for one, next_one in pairwise(columns) if one > next_one)
    assert gaps <= 2


@pytest.mark.skipif(
    "NotoNaskhArabic-Bold" not in machine_fonts(Fonts()) or not can_shape(),
    reason="needs an Arabic font and libraqm",
)
def test_a_latin_word_in_arabic_keeps_its_order() -> None:
    paths = Fonts().choose("مقاس A4 بالضبط", "title", frozenset({"ARABIC"}))
    face = Face(paths, "ar", from_right=True)
    (line,) = fit("مقاس A4 بالضبط", face, (60, 44), 1000, 1, 200)
    assert [run.text.strip() for run in line.runs if "A" in run.text or "4" in run.text] in (
        ["A4"],
        ["مقاس A4 بالضبط"],
    )


def test_colours_are_the_themes_in_the_light() -> None:
    tokens = {"paper": "light-dark(#ffe, #111)", "accent": "rgb(0 128 0)", "ink": "var(--other)"}
    found = card_colours(tokens)
    assert (found.paper, found.accent) == ((255, 255, 238), (0, 128, 0))
    assert found.ink == (26, 25, 23)


def shared(page: Path) -> dict[str, str]:
    pairs = re.findall(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)">', page.read_text())
    return dict(pairs)


def test_every_explainer_and_question_has_its_card(run: Run, site: Path, tmp_path: Path) -> None:
    put(site / "site.yml", ON)
    output = tmp_path / "out"
    done = run("build", "--source", site, "--output", output)
    assert done.returncode == 0, done.stderr
    for page, title in (
        ("tea", "How to make tea"),
        ("tea/how-long", "How long does tea take?"),
        ("bread", "Why bread rises"),
    ):
        found = shared(output / page / "index.html")
        address = found["og:image"]
        assert address.startswith("https://example.org/repo/assets/cards/")
        assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
        assert found["og:image:alt"] == title
        assert found["twitter:card"] == "summary_large_image"
        with Image.open(output / address.removeprefix("https://example.org/repo/")) as card:
            assert card.size == (1200, 630)
    assert "og:image" not in shared(output / "about" / "index.html")
    assert len(list((output / "assets" / "cards").rglob("*.png"))) == 5


def test_a_card_is_drawn_once_and_anew_when_its_words_change(
    run: Run, site: Path, tmp_path: Path
) -> None:
    put(site / "site.yml", ON)
    output, kept = tmp_path / "out", site / ".cache" / "cards"
    assert run("build", "--source", site, "--output", output).returncode == 0
    made = {one.name: one.stat().st_mtime_ns for one in kept.iterdir()}
    shutil.rmtree(output)
    assert run("build", "--source", site, "--output", output).returncode == 0
    assert {one.name: one.stat().st_mtime_ns for one in kept.iterdir()} == made
    bread = (site / "content" / "bread.md").read_text()
    put(site / "content" / "bread.md", bread.replace("Why bread rises", "Why bread falls"))
    done = run("build", "--source", site, "--output", output)
    assert done.returncode == 0
    # The explainer's card and that of its one question, which names the explainer.
    changed = {one.name for one in kept.iterdir()} - set(made)
    assert len(changed - {"faults.json"}) == 2
    clean = tmp_path / "clean"
    shutil.rmtree(site / ".cache")
    assert run("build", "--source", site, "--output", clean, "--jobs", "1").returncode == 0
    assert tree(output) == tree(clean)


def test_a_damaged_cache_of_cards_costs_nothing_else(run: Run, site: Path, tmp_path: Path) -> None:
    put(site / "site.yml", ON)
    first, second = tmp_path / "first", tmp_path / "second"
    assert run("build", "--source", site, "--output", first).returncode == 0
    for one in (site / ".cache" / "cards").iterdir():
        one.write_bytes(b"rubbish")
    assert run("build", "--source", site, "--output", second).returncode == 0
    assert tree(first) == tree(second)


def test_signs_without_font_are_a_warning_on_each_build(
    run: Run, site: Path, tmp_path: Path
) -> None:
    put(site / "site.yml", ON)
    put(site / "content" / "sign.md", '---\ntitle: "What is \U0001e8cf?"\ndate: 2025-01-01\n---\n')
    for _ in range(2):
        done = run("build", "--source", site, "--output", tmp_path / "out")
        assert done.returncode == 0
        assert "warning[card-lacks-signs]: no font of this computer can write `\U0001e8cf`" in (
            done.stderr
        )
        assert "which a social card would show as boxes" in done.stderr
    put(site / "content" / "sign.md", "---\ntitle: What is it?\ndate: 2025-01-01\n---\n")
    assert (
        "card-lacks-signs"
        not in run("build", "--source", site, "--output", tmp_path / "out").stderr
    )


def test_without_address_or_switch_there_are_no_cards(run: Run, site: Path, tmp_path: Path) -> None:
    for settings in ("title: S\nsocial_cards: true\n", "title: S\nurl: https://example.org/\n"):
        put(site / "site.yml", settings)
        assert run("build", "--source", site, "--output", tmp_path / "out").returncode == 0
        assert not (tmp_path / "out" / "assets" / "cards").exists()
    assert not (site / ".cache" / "cards").exists()


def test_a_font_of_the_site_is_used_and_a_bad_one_refused(
    run: Run, site: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out"
    font = next(iter(machine_fonts(Fonts()).values()), "")
    if font:
        put(site / "site.yml", ON)
        assert run("build", "--source", site, "--output", output).returncode == 0
        before = tree(output)
        (site / "themes" / "fonts").mkdir(parents=True)
        name = f"themes/fonts/Mine{Path(font).suffix}"
        shutil.copy(font, site / name)
        put(site / "site.yml", ON + f"card_fonts: {name}\n")
        assert run("build", "--source", site, "--output", output).returncode == 0
        after = tree(output)
        assert before.keys() == after.keys()
    put(site / "themes" / "fonts" / "bad.ttf", "no font")
    for written, said in (
        ("themes/fonts/bad.ttf", "`themes/fonts/bad.ttf` is no font that can be read"),
        ("themes/fonts/none.ttf", "there is no font `themes/fonts/none.ttf`"),
        ("../none.ttf", "leads out of the site"),
        ("content/none.ttf", "is not in `themes/` or `static/`"),
    ):
        put(site / "site.yml", ON + f"card_fonts: {written}\n")
        done = run("build", "--source", site, "--output", output)
        assert done.returncode != 0
        assert said in done.stderr
