"""Callouts, timelines, code and formulas as a reader meets them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from generator.model import Config
from generator.theming.kitchen_sink import write_sink
from tests.browser.conftest import Watched
from tests.conftest import explainer
from tests.pages_server import served

# The ratio of the colours of a text and of what lies behind it, for each element that is asked for.
_CONTRASTS = """selector => [...document.querySelectorAll(selector)].map(element => {
  const numbers = colour => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d');
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = colour => {
    const [r, g, b] = numbers(colour).map(one => one / 255)
      .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let behind = element;
  while (getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') {
    behind = behind.parentElement;
  }
  const ink = light(getComputedStyle(element).color);
  const both = [ink, light(getComputedStyle(behind).backgroundColor)];
  return [element.className, (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05)];
})"""


@pytest.fixture(scope="module")
def sink(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the kitchen sink."""
    folder = tmp_path_factory.mktemp("sink")
    write_sink(folder, Config(title=""))
    done = explainer("build", "--source", folder, "--output", folder / "output", "--drafts")
    assert done.returncode == 0, done.stderr
    with served(folder / "output") as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_features_are_legible_on_a_phone(browser: Browser, sink: str, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 320, "height": 640},
        color_scheme="dark" if scheme == "dark" else "light",
        has_touch=True,
        is_mobile=True,
    )
    watched = Watched(context.new_page(), sink)
    page = watched.open("features/")
    found = page.evaluate(_CONTRASTS, ".callout-title, .timeline .date, pre span")
    assert len({name for name, _ in found}) >= 8
    assert [one for one in found if one[1] < 4.5] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    # A wide formula scrolls by itself and can be reached by keyboard.
    wide = page.locator(".formula").nth(1)
    assert wide.evaluate("one => one.scrollWidth > one.clientWidth")
    wide.focus()
    page.keyboard.press("ArrowRight")
    for _ in range(100):
        if wide.evaluate("one => one.scrollLeft"):
            break
        page.wait_for_timeout(20)
    assert wide.evaluate("one => one.scrollLeft") > 0
    # Where nothing hovers, an abbreviation says what it means.
    said = page.locator("abbr").first.evaluate("one => getComputedStyle(one, '::after').content")
    assert "attr(title)" in said or "International Maritime Organization" in said
    roles = page.locator(".callout").evaluate_all("all => all.map(one => one.getAttribute('role'))")
    assert roles == ["note"] * 5
    context.close()
    assert watched.errors == []
    assert watched.foreign == []
