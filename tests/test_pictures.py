"""Pictures of a site: named in pages, encoded once, published beside them."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import Run, put, tree

HEAD = "---\ntitle: Locks\ndate: 2025-01-01\n{}---\n\n## What is it?\n\n{}\n"
INLINE = HEAD.format("", '![A gate](gate.jpg "The gate | Photo: Archive")')


def photo(path: Path, width: int = 500, height: int = 300, kind: str = "JPEG", **settings) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    noise = Image.effect_noise((width, height), 50).convert("RGB")
    noise.save(out, kind, **settings)
    path.write_bytes(out.getvalue())
    # Old enough for its times to tell that it is unchanged.
    os.utime(path, (1_700_000_000, 1_700_000_000))


@pytest.fixture
def locks(site: Path) -> Path:
    """The small site with a page that shows a photograph beside it."""
    put(site / "content" / "canals" / "locks.md", INLINE)
    photo(site / "content" / "canals" / "gate.jpg")
    return site


def build(run: Run, site: Path, output: Path, *more: str) -> str:
    done = run("build", "--source", site, "--output", output, *more)
    assert done.returncode == 0, done.stderr
    return done.stderr + done.stdout


def page(output: Path) -> str:
    return (output / "locks" / "index.html").read_text()


def test_a_picture_beside_the_page_is_shown_in_all_its_sizes(
    run: Run, locks: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out"
    build(run, locks, output)
    html = page(output)
    image = re.search(r"<img [^>]*>", html)
    assert image
    for attribute in ('alt="A gate"', 'width="500"', 'height="300"', 'loading="lazy"'):
        assert attribute in image[0]
    assert re.search(r'<source type="image/\w+" srcset="[^"]* 500w" sizes="[^"]+">', html)
    files = {
        one.split()[0] for each in re.findall(r'srcset="([^"]*)"', html) for one in each.split(", ")
    }
    assert files
    for one in files:
        with Image.open(output / "locks" / one) as found:
            assert found.width in (480, 500)
    # The photograph itself, with all that its camera noted, stays at home.
    assert not list(output.rglob("gate.jpg"))


def test_a_picture_is_encoded_once(run: Run, locks: Path, tmp_path: Path) -> None:
    output, kept = tmp_path / "out", locks / ".cache" / "images"
    build(run, locks, output)
    made = {one: one.stat().st_mtime_ns for one in kept.iterdir() if one.name != "known.json"}
    assert "nothing changed" in build(run, locks, output)
    # Neither a newer time nor another name nor another build makes it anew.
    os.utime(locks / "content/canals/gate.jpg")
    build(run, locks, output)
    shutil.rmtree(output)
    (kept / "known.json").unlink()
    build(run, locks, output)
    assert {one: one.stat().st_mtime_ns for one in made} == made


def test_what_was_built_step_by_step_equals_what_is_built_at_once(
    run: Run, locks: Path, tmp_path: Path
) -> None:
    step, clean = tmp_path / "step", tmp_path / "clean"
    build(run, locks, step, "--jobs", "1")
    photo(locks / "content/canals/gate.jpg", 700, 300)
    photo(locks / "static/images/sluice.png", 300, 200, "PNG")
    image = "image: {src: images/sluice.png, alt: A sluice, credit: The desk}\n"
    put(locks / "content/canals/locks.md", HEAD.format(image, "![A gate](gate.jpg)"))
    build(run, locks, step)
    shutil.rmtree(locks / ".cache")
    build(run, locks, clean, "--jobs", "2")
    assert tree(step) == tree(clean)
    assert 'width="700"' in page(step)


def test_the_picture_of_the_front_matter_is_shown_and_shared(
    run: Run, locks: Path, tmp_path: Path
) -> None:
    image = "image: {src: gate.jpg, alt: A <gate>, caption: Low water, credit: Archive}\n"
    put(locks / "content/canals/locks.md", HEAD.format(image, "Text."))
    output = tmp_path / "out"
    build(run, locks, output)
    html = page(output)
    assert re.search(
        r'<img src="\.\./assets/gate\.\w+\.jpg" alt="A &lt;gate&gt;" width="500"', html
    )
    assert 'loading="lazy"' not in html
    shared = dict(re.findall(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)">', html))
    assert re.fullmatch(r"https://example\.org/repo/assets/gate\.\w+\.jpg", shared["og:image"])
    assert (output / shared["og:image"].removeprefix("https://example.org/repo/")).is_file()
    assert (shared["og:image:width"], shared["og:image:height"]) == ("500", "300")
    assert shared["og:image:alt"] == "A &lt;gate&gt;"
    assert shared["twitter:card"] == "summary_large_image"
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', html)[1])
    assert data["image"] == shared["og:image"]


def test_what_an_author_forgets_is_told(run: Run, locks: Path, tmp_path: Path) -> None:
    put(locks / "content/canals/locks.md", HEAD.format("image: gate.jpg\n", "![](gate.jpg)"))
    said = build(run, locks, tmp_path / "out")
    assert said.count("warning[missing-alt]") == 2
    assert said.count("warning[missing-credit]") == 1
    decorative = "image: {src: gate.jpg, alt: '', credit: ''}\n"
    put(locks / "content/canals/locks.md", HEAD.format(decorative, "Text."))
    assert "missing-" not in build(run, locks, tmp_path / "out")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html><script>alert(1)</script></html>", "broken-image"),
        (b"\xff\xd8\xff\xe0" + b"x" * 40, "broken-image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "unsafe-svg"),
    ],
)
def test_a_bad_picture_stops_the_build_where_it_is_shown(
    run: Run, locks: Path, tmp_path: Path, content: bytes, code: str
) -> None:
    output = tmp_path / "out"
    build(run, locks, output)
    before = tree(output)
    (locks / "content/canals/gate.jpg").write_bytes(content)
    done = run("build", "--source", locks, "--output", output)
    assert done.returncode == 1
    assert f"error[{code}]" in done.stderr
    assert "content/canals/locks.md:8:" in done.stderr
    assert "the file is `content/canals/gate.jpg`" in done.stderr
    assert done.stderr.count("error[") == 1
    assert tree(output) == before


def test_a_missing_picture_is_an_error_with_the_nearest_name(
    run: Run, locks: Path, tmp_path: Path
) -> None:
    front = "image: {src: gates.jpg, alt: A, credit: B}\n"
    put(locks / "content/canals/locks.md", HEAD.format(front, "![A](gat.jpg)"))
    done = run("build", "--source", locks, "--output", tmp_path / "out")
    assert done.returncode == 1
    assert "error[missing-image]: there is no image `gates.jpg`" in done.stderr
    assert "did you mean `gate.jpg`?" in done.stderr
    assert "error[missing-page]: `gat.jpg` leads to nothing" in done.stderr


def test_a_photograph_in_static_that_tells_its_place_is_reported(
    run: Run, locks: Path, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (47.0, 22.0, 30.0)
    photo(locks / "static/gate.png", exif=exif)
    put(locks / "content/canals/locks.md", HEAD.format("", "![A gate](/gate.png)"))
    said = build(run, locks, tmp_path / "out")
    assert "warning[image-tells-place]: `static/gate.png` tells where it was taken" in said
    assert "warning[image-suffix]: `static/gate.png` holds what is usually called `.jpg`" in said
    assert "rename it to `gate.jpg`" in said


def test_a_damaged_cache_costs_time_and_nothing_else(run: Run, locks: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    build(run, locks, first)
    for one in (locks / ".cache" / "images").iterdir():
        one.write_bytes(b"{" if one.suffix == ".json" else b"rubbish")
    build(run, locks, second)
    assert tree(first) == tree(second)
    for one in (locks / ".cache" / "images").iterdir():
        if one.suffix != ".json":
            one.write_bytes(b"rubbish")
    shutil.rmtree(second)
    build(run, locks, second)
    assert tree(first) == tree(second)


def test_without_a_place_for_the_cache_the_site_is_built_all_the_same(
    run: Run, locks: Path, tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    build(run, locks, first)
    shutil.rmtree(locks / ".cache")
    # A file where the folder should be: nothing can be written below it, not even by root.
    (locks / ".cache").mkdir()
    (locks / ".cache" / "images").write_text("in the way")
    build(run, locks, second)
    assert tree(first) == tree(second)


def test_what_no_picture_needs_any_more_leaves_the_cache(
    run: Run, locks: Path, tmp_path: Path
) -> None:
    build(run, locks, tmp_path / "out")
    put(locks / "content/canals/locks.md", HEAD.format("", "Text."))
    build(run, locks, tmp_path / "out")
    kept = locks / ".cache" / "images"
    # Kept as long as the file is there: it may be shown again.
    assert len(list(kept.iterdir())) > 3
    (locks / "content/canals/gate.jpg").unlink()
    build(run, locks, tmp_path / "out")
    assert [one.name for one in kept.iterdir()] == ["known.json"]
    assert not list((tmp_path / "out").rglob("gate*"))
