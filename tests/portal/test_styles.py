"""The joined stylesheet."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from portal import styles


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "02-second.css").write_text("b {}")
    (tmp_path / "01-first.css").write_text("a {}")
    monkeypatch.setattr(styles, "FOLDER", tmp_path)
    styles._kept.cache_clear()
    yield tmp_path
    styles._kept.cache_clear()


def test_stylesheet_joins_the_files_in_order(client: Client, folder: Path) -> None:
    answer = client.get(styles.stylesheet_path())

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/css")
    assert answer.content.decode() == "a {}\nb {}"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.django_db
def test_stylesheets_address_changes_with_its_content(client: Client, folder: Path) -> None:
    before = styles.stylesheet_path()
    assert styles.stylesheet_path() == before

    (folder / "01-first.css").write_text("a { color: red }")
    styles._kept.cache_clear()

    assert styles.stylesheet_path() != before
    assert client.get(before).status_code == 404
    assert client.get(styles.stylesheet_path()).status_code == 200


@pytest.mark.parametrize("fingerprint", ["0" * 12, "x", "..", "a" * 200])
@pytest.mark.django_db
def test_a_wrong_fingerprint_is_not_found(client: Client, fingerprint: str) -> None:
    assert client.get(f"/styles-{fingerprint}.css").status_code == 404


def test_stylesheet_sets_no_cookie_and_reads_no_database(client: Client) -> None:
    answer = client.get(styles.stylesheet_path())

    assert (answer.status_code, answer.cookies) == (200, {})


def test_stylesheet_loads_nothing_from_elsewhere_and_makes_no_capitals(client: Client) -> None:
    css = client.get(styles.stylesheet_path()).content.decode()

    assert [word for word in ("http:", "https:", "@import", "uppercase", "small-caps") if word in css] == []
    assert len(gzip.compress(css.encode())) < 20_000
