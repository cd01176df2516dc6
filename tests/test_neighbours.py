"""Related questions: found and pinned; after an edit, what a clean build finds."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

from generator.model import Page
from generator.neighbours import MOST, find_neighbours
from tests.conftest import Run, put, tree
from tests.test_duplicates import page

WORDS = [
    f"{one}{two}{end}" for one in "bdfgklps" for two in ("ar", "il", "um", "eo") for end in "mnrtlk"
]


def random_page(number: int, random: Random) -> Page:
    def sentence(length: int) -> str:
        return " ".join(random.choice(WORDS) for _ in range(length))

    answers = [(sentence(5) + "?", sentence(12)) for _ in range(random.randint(1, 4))]
    return page(f"page-{number}", *answers, tags=random.choice(("[]", "[sea]", "[sea, air]")))


def test_after_any_edit_the_neighbours_are_those_of_a_clean_search() -> None:
    random = Random(5)
    pages = {number: random_page(number, random) for number in range(40)}
    memory: object = None
    for step in range(25):
        for _ in range(random.randint(0, 3)):
            number = random.randrange(45)
            if random.random() < 0.3:
                pages.pop(number, None)
            else:
                pages[number] = random_page(number, random)
        shown = [pages[number] for number in sorted(pages, key=lambda one: (one * 7) % 45)]
        found = find_neighbours(shown, memory)
        clean = find_neighbours(shown)
        assert found.found == clean.found, step
        memory = found.memory
        assert any(one for answers in found.found.values() for one in answers)


def test_neighbours_are_few_and_of_other_pages() -> None:
    random = Random(2)
    found = find_neighbours([random_page(number, random) for number in range(30)]).found
    for path, answers in found.items():
        for near in answers:
            assert len(near) <= MOST
            assert len(set(near)) == len(near)
            assert path not in {one for one, _ in near}


def test_an_edit_looks_at_few_questions() -> None:
    random = Random(3)
    pages = [
        page(f"p-{n}", (f"Why {n // 2}quay {n // 2}mast {n // 2}hull?", f"{n // 2}sail."))
        for n in range(200)
    ]
    first = find_neighbours(pages)
    assert first.compared == 200
    assert first.found["content/p-6.md"] == ((("content/p-7.md", 0),),)
    pages[6] = page("p-6", ("Why 3quay 3mast 3rope?", "3sail."))
    again = find_neighbours(pages, first.memory)
    assert 1 <= again.compared <= 4
    assert not find_neighbours(pages, again.memory).has_changed
    random.shuffle(pages)
    assert find_neighbours(pages, again.memory).found == again.found


def put_site(folder: Path, related: str = "") -> None:
    put(folder / "site.yml", "title: Ships\n")
    head = "---\ntitle: {}\ndate: 2025-01-0{}\ntags: [sea]\n---\n\n"
    text = "## Why do wooden masts break in storms?\n<!-- q\nid: masts\n{}-->\n\nWood bends.\n"
    put(folder / "content" / "masts.md", head.format("Masts", 1) + text.format(related))
    text = "## Which storms break wooden masts?\n<!-- q\nid: storms\n-->\n\nThose that last.\n"
    put(folder / "content" / "storms.md", head.format("Storms", 2) + text)
    text = "## How is bread baked?\n<!-- q\nid: bread\n-->\n\nIn an oven.\n"
    put(folder / "content" / "bread.md", head.format("Bread & butter", 3) + text)


def under_answer(folder: Path, page: str) -> list[str]:
    html = (folder / "output" / page / "index.html").read_text(encoding="utf-8")
    found = re.search(r'<div class="related-questions">.*?</div>', html, re.S)
    return re.findall(r'href="([^"]+)"', found[0]) if found else []


def test_related_questions_stand_under_answers_and_pins_come_first(
    run: Run, tmp_path: Path
) -> None:
    put_site(tmp_path)
    assert run("build", cwd=tmp_path).returncode == 0
    assert under_answer(tmp_path, "masts") == ["../storms/#storms"]
    put_site(tmp_path, "related: bread.md#bread\n")
    assert run("build", cwd=tmp_path).returncode == 0
    assert under_answer(tmp_path, "masts") == ["../bread/#bread", "../storms/#storms"]
    edited = tree(tmp_path / "output")
    assert run("build", "--output", "clean", cwd=tmp_path).returncode == 0
    clean = tree(tmp_path / "clean")
    edited.pop(".explainer-files", None)
    clean.pop(".explainer-files", None)
    assert edited == clean
    put(tmp_path / "site.yml", "title: Ships\nrelated_questions: false\n")
    assert run("build", cwd=tmp_path).returncode == 0
    assert under_answer(tmp_path, "masts") == []


def test_a_pin_that_leads_to_no_other_question_is_told_where_it_stands(
    run: Run, tmp_path: Path
) -> None:
    put_site(tmp_path, 'related: [bread.md#broad, "#masts"]\ndistinct-from: none.md#x\n')
    done = run("build", cwd=tmp_path)
    assert done.returncode == 1
    assert "error[missing-anchor]" in done.stderr
    assert "did you mean `#bread`?" in done.stderr
    assert "content/masts.md:10:11" in done.stderr
    assert "error[missing-page]" in done.stderr
    assert "warning[link-to-itself]" in done.stderr
