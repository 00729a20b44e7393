"""The catalogues: nothing untranslated, nothing that cannot be read or filled in."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import polib
import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation import ngettext, override
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[2]
LANGUAGES = ("ka", "hy", "az")
CATALOGUES = [folder / code for folder in (Path("locale"), Path("locale/libraries")) for code in LANGUAGES]
CATALOGUES += [Path("locale/libraries") / f"{code}.djangojs" for code in LANGUAGES]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?\w+[^>]*>")
SCRIPT = {"ka": "\u10d0-\u10f0", "hy": "\u0531-\u0587", "az": "A-Za-zəƏıİöÖüÜçÇşŞğĞ"}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
both = pytest.mark.parametrize("folder", CATALOGUES, ids=str)


@cache
def entries(folder: Path) -> list[polib.POEntry]:
    """What is read on pages; for a folder of scripts' words, what scripts say."""
    name = f"{folder.suffix.removeprefix('.') or 'django'}.po"
    catalogue = polib.pofile(str(ROOT / folder.with_suffix("") / "LC_MESSAGES" / name))
    return [entry for entry in catalogue if not entry.obsolete]


def texts(entry: polib.POEntry) -> list[str]:
    """What is read: the one translation, or one for each plural form."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def translated(folder: Path) -> list[polib.POEntry]:
    return [entry for entry in entries(folder) if all(texts(entry)) and not entry.fuzzy]


@both
def test_every_message_is_translated_and_checked(folder: Path) -> None:
    assert [entry.msgid for entry in entries(folder) if entry.fuzzy or not all(texts(entry))] == []


@both
def test_every_plural_form_is_there(folder: Path) -> None:
    plurals = [entry for entry in entries(folder) if entry.msgid_plural]

    assert [entry.msgid for entry in plurals if sorted(entry.msgstr_plural) != [0, 1]] == []


@both
def test_placeholders_are_those_of_the_source(folder: Path) -> None:
    wrong = []
    for entry in translated(folder):
        wanted = {frozenset(PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgid_plural) if text}
        wrong += [text for text in texts(entry) if frozenset(PLACEHOLDER.findall(text)) not in wanted]

    assert wrong == []


@both
def test_tags_are_those_of_the_source(folder: Path) -> None:
    wrong = []
    for entry in translated(folder):
        wanted = sorted(TAG.findall(entry.msgid))
        wrong += [text for text in texts(entry) if sorted(TAG.findall(text)) != wanted]

    assert wrong == []


@both
def test_lines_begin_and_end_as_the_source(folder: Path) -> None:
    def edges(text: str) -> tuple[bool, bool]:
        return text[:1].isspace(), text[-1:].isspace()

    wrong = [entry.msgid for entry in translated(folder) if any(edges(t) != edges(entry.msgid) for t in texts(entry))]
    assert wrong == []


@both
def test_translations_are_written_in_their_own_script(folder: Path) -> None:
    """No Mtavruli, and no letters of another language's script; Latin may stand in names and placeholders."""
    others = "".join(letters for code, letters in SCRIPT.items() if code not in (folder.stem, "az"))
    alien = re.compile(f"[\u1c90-\u1cbf\u0400-\u04ff{others}]")

    assert [text for entry in translated(folder) for text in texts(entry) if alien.search(text)] == []


@both
def test_no_message_is_there_twice(folder: Path) -> None:
    keys = [(entry.msgctxt, entry.msgid) for entry in entries(folder)]

    assert len(keys) == len(set(keys))


def sentences_in(path: Path) -> set[str]:
    """What the file asks gettext for."""
    source = path.read_text(encoding="utf-8")
    python = source if path.suffix == ".py" else re.sub("(?m)^ +", "", templatize(source))
    found = extract("python", BytesIO(python.encode()), KEYWORDS)
    return {message[0] if isinstance(message, tuple) else message for _line, message, *_rest in found}


def test_every_sentence_of_the_code_is_in_the_catalogues() -> None:
    files = [path for folder in ("portal", "cms", "budgeting") for path in (ROOT / folder).rglob("*.py")]
    files += [path for path in (ROOT / "portal" / "templates").rglob("*.*") if path.suffix in (".html", ".txt")]

    asked = set().union(*(sentences_in(path) for path in files))

    kept = {entry.msgid for entry in entries(Path("locale/ka"))}
    assert (asked - kept, kept - asked) == (set(), set())


def test_the_three_catalogues_have_the_same_messages() -> None:
    ka, hy, az = ({entry.msgid for entry in entries(Path("locale") / code)} for code in LANGUAGES)

    assert (hy - ka, ka - hy, az - ka, ka - az) == (set(), set(), set(), set())


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_are_counted_in_every_language(language: str) -> None:
    with override(language):
        singular, plural = "Choose at least %(count)s project.", "Choose at least %(count)s projects."
        forms = [ngettext(singular, plural, number) for number in (1, 2, 5)]

    assert all("%(count)s" in form and "Choose" not in form for form in forms)


def test_every_string_marked_in_the_code_is_collected() -> None:
    """GNU gettext does not look into f-strings: what is marked there and nowhere else is read in English."""
    marked = {text for folder in ("budgeting", "cms", "portal") for text in marked_in(ROOT / folder)}

    assert marked - {(entry.msgctxt, entry.msgid) for entry in entries(CATALOGUES[0])} == set()


def marked_in(folder: Path) -> Iterator[tuple[str | None, str]]:
    """(context, text) of each call of a marker with its text written out."""
    for file in folder.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text())):
            name = getattr(call.func, "id", "") if isinstance(call, ast.Call) else ""
            if name == "_" or "gettext" in name:
                words = [one.value for one in call.args if isinstance(one, ast.Constant)]
                context = words.pop(0) if "pgettext" in name and words else None
                if words:
                    yield context, words[0]
