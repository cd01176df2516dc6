"""Which file answers an address."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.preview.addresses import Answer, answer, content_type
from tests.conftest import put


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path in (
        *("index.html", "404.html", "pact/index.html", "old.html", "a b/ü.txt", "bare/file.css"),
        *(".explainer-files", ".nojekyll", ".hidden/x.html", ".well-known/security.txt"),
    ):
        put(tmp_path / "site" / path, path)
    put(tmp_path / "secret.html", "secret")
    (tmp_path / "site" / "link.html").symlink_to(tmp_path / "secret.html")
    return tmp_path / "site"


@pytest.mark.parametrize("base", ["/", "/repo/"])
@pytest.mark.parametrize(
    ("address", "file", "path"),
    [
        ("", "index.html", ""),
        ("index.html", "index.html", ""),
        ("pact/", "pact/index.html", "pact/"),
        ("pact/index.html", "pact/index.html", "pact/"),
        ("old.html", "old.html", "old.html"),
        ("old", "old.html", "old.html"),
        ("a%20b/%C3%BC.txt", "a b/ü.txt", "a b/ü.txt"),
        (".well-known/security.txt", ".well-known/security.txt", ".well-known/security.txt"),
    ],
)
def test_files_have_pretty_addresses(
    root: Path, base: str, address: str, file: str, path: str
) -> None:
    assert answer(str(root), base, base + address) == Answer(200, f"{root}/{file}", path=path)


@pytest.mark.parametrize("base", ["/", "/repo/"])
def test_a_folder_without_its_slash_leads_to_it(root: Path, base: str) -> None:
    assert answer(str(root), base, f"{base}pact") == Answer(301, location=f"{base}pact/")


@pytest.mark.parametrize("address", ["/", "/repo"])
def test_the_way_leads_to_the_base(root: Path, address: str) -> None:
    assert answer(str(root), "/repo/", address) == Answer(302, location="/repo/")


@pytest.mark.parametrize(
    "address",
    [
        *("nothing", "pact/nothing", "bare/", "bare", "old.html/", "PACT/", "pact//", "//pact/"),
        *(".explainer-files", ".nojekyll", ".hidden/x.html", ".hidden/", "link.html", "link"),
        *("../secret.html", "..%2fsecret.html", "%2e%2e/secret.html", "pact/../../secret.html"),
        *("..%5csecret.html", "%00", "pact%00/", "%ff", "C:/x", "a" * 9000),
    ],
)
def test_what_is_no_file_of_the_site_is_answered_by_the_404_page(root: Path, address: str) -> None:
    assert answer(str(root), "/", f"/{address}") == Answer(404, f"{root}/404.html", path="404.html")


def test_outside_the_base_there_is_nothing(root: Path) -> None:
    assert answer(str(root), "/repo/", "/pact/") == Answer(404)


def test_a_site_without_a_404_page_has_no_file_for_it(root: Path) -> None:
    (root / "404.html").unlink()

    assert answer(str(root), "/", "/nothing") == Answer(404)


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("a.CSS", "text/css; charset=utf-8"),
        ("feed.xml", "application/xml"),
        ("index.json", "application/json; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
        ("CNAME", "application/octet-stream"),
    ],
)
def test_types_are_those_of_github_pages(file: str, kind: str) -> None:
    assert content_type(f"/x.y/{file}") == kind
