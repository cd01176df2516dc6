"""Pictures as a reader's browser takes them: small enough, late enough, without a jump."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.conftest import Watched
from tests.conftest import explainer, put
from tests.pages_server import served

_TEXT = "Water flows in from above until both levels are the same.\n\n" * 60


@pytest.fixture(scope="module")
def locks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site whose one page shows a photograph above the text and one far below."""
    folder = tmp_path_factory.mktemp("locks")
    put(folder / "site.yml", "title: Locks\n")
    put(
        folder / "content" / "locks.md",
        "---\ntitle: Locks\ndate: 2025-01-01\n"
        "image: {src: high.jpg, alt: A lock, credit: The desk}\n---\n\n## What is it?\n\n"
        f'{_TEXT}![A gate](low.jpg "The gate | The desk")\n\nThe end.\n',
    )
    for name, spread in (("high", 60), ("low", 90)):
        noise = Image.effect_noise((1800, 1200), spread).convert("RGB")
        noise.resize((200, 133)).resize((1800, 1200)).save(folder / "content" / f"{name}.jpg")
    done = explainer("build", "--source", folder, "--output", folder / "output")
    assert done.returncode == 0, done.stderr
    with served(folder / "output") as address:
        yield address


def test_a_phone_takes_small_files_when_it_needs_them_and_nothing_jumps(
    browser: Browser, locks: str
) -> None:
    context = browser.new_context(
        viewport={"width": 380, "height": 700}, device_scale_factor=2, is_mobile=True
    )
    watched = Watched(context.new_page(), locks)
    asked: list[str] = []
    watched.page.on("request", lambda one: asked.append(Path(one.url).name))
    watched.page.add_init_script(
        "window.shift = 0;"
        "new PerformanceObserver(list => { for (const one of list.getEntries())"
        " window.shift += one.value; }).observe({type: 'layout-shift', buffered: true});"
    )
    page = watched.open("locks/")
    page.wait_for_load_state("networkidle")
    high, low = page.locator(".picture img"), page.locator(".illustration img")
    # 348 pixels wide at two to one: the next larger file, in a better format than JPEG.
    assert [one for one in asked if one.startswith("high")] == [
        one for one in asked if one.startswith("high-800.") and one.endswith((".avif", ".webp"))
    ]
    assert high.evaluate("one => one.complete && one.naturalWidth > 0")
    box = high.evaluate("one => [one.clientWidth, one.clientHeight]")
    assert abs(box[0] / box[1] - 1.5) < 0.02
    assert not [one for one in asked if one.startswith("low")]
    low.scroll_into_view_if_needed()
    for _ in range(200):
        if low.evaluate("one => one.complete && one.naturalWidth > 0"):
            break
        page.wait_for_timeout(25)
    assert len([one for one in asked if one.startswith("low-800.")]) == 1
    assert page.evaluate("window.shift") < 0.01
    assert page.locator("figcaption .credit").all_inner_texts() == ["The desk", "The desk"]
    context.close()
    assert watched.errors == []
    assert watched.foreign == []
