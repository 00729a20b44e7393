"""The demo's words: in each language its own script, complete where a language begins, and nobody real in them."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from portal.demo.logos import LOGO_ALT, MARKS
from portal.demo.pictures import ALTS, THINGS
from portal.demo.plans import PLANS
from portal.demo.texts import CAMPAIGNS, FOLDER, words_of

LANGUAGES = {"ka", "hy", "az", "en"}
PUBLIC = {"ka", "hy", "az"}
FILES = sorted(str(path.relative_to(FOLDER).with_suffix("")) for path in FOLDER.rglob("*.json"))
LETTERS = {
    "ka": re.compile(r"[ა-ჰ]"),
    "hy": re.compile(r"[Ա-և]"),
    "az": re.compile(r"[A-Za-zÇçƏəĞğIıİiÖöŞşÜü]"),
    "en": re.compile(r"[A-Za-z]"),
}
ANY_LETTER = re.compile(r"[^\W\d_]")
PLACEHOLDER = re.compile(r"\{\w+\}")
PARTY_WORDS = re.compile(
    r"პარტია|არჩევნ|ამომრჩევ|կուսակց|ընտրարշավ|քարոզարշավ|partiya|seçki|\bparty\b|election", re.IGNORECASE
)


def texts_in(value: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """(where, language, text) of everything that is said by language, and of what names its language beside it."""
    if isinstance(value, dict):
        if value and set(value) <= LANGUAGES:
            yield from ((path, language, text) for language, text in value.items())
            return
        if "language" in value and "text" in value:
            yield f"{path}.text", value["language"], value["text"]
        if "correction" in value:
            yield f"{path}.correction", value["written_in"], value["correction"]
        for name, inner in value.items():
            yield from texts_in(inner, f"{path}.{name}")
    if isinstance(value, list):
        for place, inner in enumerate(value):
            yield from texts_in(inner, f"{path}[{place}]")


ALL = [(f"{file}{where}", language, text) for file in FILES for where, language, text in texts_in(words_of(file))]
DRAWN = [
    (f"{name} {shown}", language, text)
    for name, table in (("picture", ALTS), ("logo", {"any": LOGO_ALT}))
    for shown, texts in table.items()
    for language, text in texts.items()
]


def test_demo_speaks_for_six_municipalities_and_eight_organisations_or_more():
    assert [plan.slug for plan in PLANS] == [
        *("marneuli", "bolnisi", "dmanisi", "akhaltsikhe", "akhalkalaki", "ninotsminda")
    ]
    assert {f"municipalities/{plan.slug}" for plan in PLANS} | {f"campaigns/{name}" for name in CAMPAIGNS} | {
        "everywhere"
    } == set(FILES)
    assert len(CAMPAIGNS) >= 8
    assert {words_of(f"campaigns/{name}")["municipality"] for name in CAMPAIGNS} == {plan.slug for plan in PLANS}


def test_texts_are_in_the_script_of_their_language():
    wrong = [
        (where, language, letter)
        for where, language, text in [*ALL, *DRAWN]
        for letter in ANY_LETTER.findall(PLACEHOLDER.sub("", text))
        if not LETTERS[language].match(letter)
    ]
    assert wrong == []


def test_texts_are_said_in_full_and_without_stray_space():
    for where, language, text in [*ALL, *DRAWN]:
        assert text, (where, language)
        assert text == text.strip(), (where, language)
        assert not re.search(r"  | [,.;:!?]", text), (where, language)


def test_texts_speak_of_no_party_and_no_election():
    assert [(where, language) for where, language, text in ALL if PARTY_WORDS.search(text)] == []


def test_nobody_can_be_called_or_visited_elsewhere():
    for path in FOLDER.rglob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\+\d|\d{9}|\b5\d\d[ -]\d\d|https?:|www\.|@", text), path


def pages_in(file: str) -> Iterator[dict[str, Any]]:
    words = words_of(file)
    yield from words.get("news", [])
    yield from words.get("updates", [])
    yield from (words[name] for name in ("organisation", "campaign") if name in words)


@pytest.mark.parametrize("file", [file for file in FILES if file != "everywhere"])
def test_page_is_written_in_its_language_and_translated_whole(file: str):
    for page in pages_in(file):
        languages = list(page["title"])
        assert languages[0] == page["written_in"]
        assert list(page["lead"]) == languages
        assert list(page.get("text", page["title"])) == languages
        noted = {*page.get("checked", ()), *page.get("outdated", ())}
        assert noted <= set(languages[1:])
        assert ("outdated" in page) == ("correction" in page)


def test_what_every_municipality_shows_is_said_in_all_languages():
    assert [texts for texts in tables_in(words_of("everywhere")) if set(texts) != LANGUAGES] == []


def tables_in(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if value and set(value) <= LANGUAGES:
            yield value
        else:
            for inner in value.values():
                yield from tables_in(inner)
    if isinstance(value, list):
        for inner in value:
            yield from tables_in(inner)


def test_most_pages_are_translated_and_some_are_left_for_the_board():
    pages = [page for file in FILES if file != "everywhere" for page in pages_in(file)]
    whole = [page for page in pages if set(page["title"]) >= PUBLIC]
    assert len(whole) > len(pages) / 2
    assert len(whole) < len(pages)
    assert [page for page in pages if "outdated" in page]


def test_organisations_are_written_in_each_of_the_three_languages():
    languages = {words_of(f"campaigns/{name}")["campaign"]["written_in"] for name in CAMPAIGNS}
    assert languages == PUBLIC


def test_bearers_and_offices_are_named_in_all_languages():
    for plan in PLANS:
        bearers = words_of(f"municipalities/{plan.slug}")["bearers"]
        assert list(bearers) == ["mayor", "chair", "transport"]
        assert all(set(name) == LANGUAGES for name in bearers.values())


def test_pictures_have_a_drawing_and_a_description_in_every_language():
    assert set(ALTS) == set(THINGS)
    assert all(set(texts) == LANGUAGES for texts in [*ALTS.values(), LOGO_ALT])
    used = {page["picture"] for file in FILES if file != "everywhere" for page in pages_in(file) if "picture" in page}
    used |= {words_of(f"campaigns/{name}")["picture"] for name in CAMPAIGNS}
    assert used <= set(ALTS)
    assert {words_of(f"campaigns/{name}")["logo"] for name in CAMPAIGNS} == set(MARKS)


def test_files_are_in_one_form():
    for path in FOLDER.rglob("*.json"):
        assert isinstance(json.loads(path.read_text(encoding="utf-8")), dict)
        assert "\t" not in path.read_text(encoding="utf-8")
