"""Finds English in a screen of the editor: in what is read, and in what the page hands to its scripts.

Two witnesses. The English source catalogues of Wagtail, Django and ours say which sentences could have been
translated; Latin words among Georgian or Armenian ones give away what no catalogue knows. Azerbaijani is written
in Latin letters, so there a list of English words that are no Azerbaijani ones stands in for the second.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import polib
from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import TemplateString
from django.utils.translation import gettext, override, pgettext

from tests.portal.test_catalogues import ROOT, marked_in, sentences_in

PACKAGES = Path(polib.__file__).parent
# Names and file formats; what an editor types into an address; keys on a keyboard.
NAMES = set(
    "Wagtail Khma JavaScript English Azərbaycanca Marneuli HTML URL CSV XLSX PDF API JPEG JPG GIF PNG WEBP AVIF SVG "
    "DOCX ODT ODS TXT pdf docx xlsx odt ods csv txt png jpg jpeg gif webp avif https Alt Shift Ctrl Cmd Esc Enter".split()
)
ENGLISH = re.compile(
    r"\b(the|and|of|this|that|with|your|you|been|has|have|from|page|pages|edit|save|saved|delete|deleted|publish\w*|"
    r"choose|chosen|search|image|images|document|documents|title|status|view|more|all|any|new|by|ago|date|user|users|"
    r"upload\w*|select\w*|show|hide|add|added|remove\w*|changes|change|history|comments|settings|are|is|was|will|be|"
    r"cannot|must|please|not|for|on|to|at|or|in|no|it|as)\b"
)
READ_ATTRIBUTES = ("placeholder", "title", "aria-label", "aria-description", "alt", "label")
NOT_READ = ("script", "style", "svg", "code", "kbd")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
LATIN = re.compile(r"[A-Za-zəƏıİöÖüÜçÇşŞğĞ'’]{3,}")
ADDRESS = re.compile(r"\S+@\S+|https?://\S+|/[\w/.-]+|[\w-]+\.(?:com|ge|example|pdf|png|jpg|jpeg|csv|txt)\b|\[[\w-]+\]")
PROSE = re.compile(r"^[A-Z]?[a-z]+(?: [a-z]+){2,}[.?!…:]?$|^[A-Z][a-z]+(?: [a-z]+)+[.?!…:]?$")


def english_in(response: Any, language: str) -> set[str]:
    """The English found in an answer of the editor, be it a page, a dialog or data."""
    kind = response.headers.get("Content-Type", "")
    if kind.startswith("text/html"):
        return set(_in_html(response.content.decode(), language))
    if kind.startswith("application/json"):
        return set(_in_data(json.loads(response.content), language))
    return set()


def _in_html(html: str, language: str) -> Iterator[str]:
    soup = BeautifulSoup(html, "html.parser")
    for text in soup.find_all(string=True):
        if type(text) in (NavigableString, TemplateString) and not any(_is_not_read(one) for one in text.parents):
            yield from _read(text, language)
    for tag in soup.find_all(True):
        yield from _in_attributes(tag, language)
        if tag.name == "script" and tag.get("type") == "application/json":
            yield from _in_data(json.loads(tag.string or "null"), language)
        elif tag.name == "script" and tag.string:
            yield from _in_script(tag.string, language)


def _is_not_read(tag: Tag) -> bool:
    """A counter that is still hidden says None until a script fills it."""
    return tag.name in NOT_READ or "data-side-panel-toggle-counter" in tag.attrs


def _in_attributes(tag: Tag, language: str) -> Iterator[str]:
    for name, value in tag.attrs.items():
        if not isinstance(value, str) or not value.strip():
            continue
        is_button = tag.name == "input" and tag.get("type") in ("submit", "button", "reset")
        if name in READ_ATTRIBUTES or (name == "value" and is_button):
            yield from _read(value, language)
        elif name.startswith("data-"):
            yield from _in_data(_parsed(value), language)


def _parsed(value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        return value


def _in_data(data: Any, language: str) -> Iterator[str]:
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for one in data:
            yield from _in_data(one, language)
    elif isinstance(data, str) and re.search(r"<\w+[\s>]", data):
        yield from _in_html(data, language)
    elif isinstance(data, str):
        yield from _handed(data, language)


def _in_script(source: str, language: str) -> Iterator[str]:
    for quoted in re.findall(r'"((?:[^"\\\n]|\\.)+)"|\'((?:[^\'\\\n]|\\.)+)\'', source):
        yield from _handed(next(filter(None, quoted)), language)


def _read(text: str, language: str) -> Iterator[str]:
    """What a person sees: no known sentence, and no foreign words."""
    text = " ".join(text.split()).removesuffix(" - Khma")  # the site's name ends every title
    if not text or _is_ours_to_come(text, language):
        return
    if _is_known(text, language) or _foreign(_without_ours(text, language), language):
        yield text


def _handed(text: str, language: str) -> Iterator[str]:
    """What a script gets holds names of things as well: only sentences count, and words that begin as labels do."""
    text = " ".join(text.split())
    looks_read = (" " in text or text[:1].isupper()) and text != "None"
    if not looks_read or _is_ours_to_come(text, language):
        return
    has_english = language != "az" or ENGLISH.search(text.lower())  # "Bu kimdir" has only letters of English too
    if _is_known(text, language) or (PROSE.match(text) and has_english):
        yield text


def _foreign(text: str, language: str) -> bool:
    text = ADDRESS.sub(" ", text)
    if language == "az":
        return len(ENGLISH.findall(text.lower())) >= 2 or bool(ENGLISH.fullmatch(text.lower().strip(" .:…")))
    return any(word not in NAMES for word in LATIN.findall(text))


@cache
def _is_known(text: str, language: str) -> bool:
    whole, patterns = _sources(language)
    return text in whole or any(pattern.fullmatch(text) for pattern in patterns)


@cache
def _is_ours_to_come(text: str, language: str) -> bool:
    """Strings of ours that are not in the catalogue yet: its own tests fail on them, in every language."""
    whole, patterns = _to_come(language)
    return text in whole or any(pattern.fullmatch(text) for pattern in patterns)


@cache
def _without_ours(text: str, language: str) -> str:
    """A screen says "New: news": the kind of page is our word."""
    whole, _patterns = _to_come(language)
    for phrase in sorted(
        (one for one in whole | {one.capitalize() for one in whole} if one in text), key=len, reverse=True
    ):
        text = text.replace(phrase, " ")
    return text


@cache
def _sources(language: str) -> tuple[set[str], list[re.Pattern[str]]]:
    """The sentences of the English sources that read differently in this language."""
    files = [
        *PACKAGES.glob("wagtail/**/locale/en/LC_MESSAGES/*.po"),
        *PACKAGES.glob("taggit/locale/en/LC_MESSAGES/django.po"),
        PACKAGES / "django/conf/locale/en/LC_MESSAGES/django.po",
        ROOT / "locale" / language / "LC_MESSAGES" / "django.po",
    ]
    texts = set()
    for file in files:
        for entry in polib.pofile(str(file)):
            texts |= {text for text in (entry.msgid, entry.msgid_plural) if _is_translated(text, entry, language)}
    return _as_patterns(texts)


def _is_translated(text: str, entry: polib.POEntry, language: str) -> bool:
    """Whether it should not be seen: "PDF" is the same everywhere."""
    if not text or text in NAMES or not has_words(text) or (language == "az" and text in _SAME_IN_AZERBAIJANI):
        return False
    with override(language):
        said = pgettext(entry.msgctxt, text) if entry.msgctxt else gettext(text)
    return said != text or language != "az" or " " in text


def has_words(text: str) -> bool:
    return bool(re.search(r"[A-Za-z]{2}", PLACEHOLDER.sub("", text)))


# Words that Azerbaijani writes as English does.
_SAME_IN_AZERBAIJANI = {
    "May",
    "Format",
    "Forum",
    "moderator",
    "Moderator",
    "Status",
    "status",
    "blog",
    "Blog",
    "sayt",
    "Test",
}


@cache
def _to_come(language: str) -> tuple[set[str], list[re.Pattern[str]]]:
    files = [path for folder in ("portal", "cms", "budgeting") for path in (ROOT / folder).rglob("*.py")]
    files += (ROOT / "portal" / "templates").rglob("*.html")
    asked = set().union(*(sentences_in(path) for path in files))
    entries = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
    told = {(entry.msgctxt, entry.msgid) for entry in entries if entry.translated()}
    marked = {one for folder in ("portal", "cms", "budgeting") for one in marked_in(ROOT / folder)}
    in_context = {text for context, text in marked if context and (context, text) not in told}
    return _as_patterns({text for text in asked if text} - {text for _context, text in told} | in_context)


def _as_patterns(texts: set[str]) -> tuple[set[str], list[re.Pattern[str]]]:
    """Whole sentences, also with a capital; and patterns of those that something is filled into."""
    texts = {" ".join(text.split()) for text in texts}
    plain = {text for text in texts if not PLACEHOLDER.search(text)}
    filled = [text for text in texts - plain if len(PLACEHOLDER.sub("", text).strip(" .:()")) > 8]
    patterns = [re.compile(".+?".join(map(re.escape, PLACEHOLDER.split(text)))) for text in filled]
    return plain | {text[:1].upper() + text[1:] for text in plain}, patterns
