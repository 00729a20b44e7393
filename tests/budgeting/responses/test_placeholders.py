"""Words in braces: what is filled in, and what is left to the person who answers."""

import pytest

from budgeting.responses.placeholders import fill, unfilled


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{title}: {today}", "ხიდი: 5 May"),
        ("{ title }", "ხიდი"),
        ("{title}{title}", "ხიდიხიდი"),
        ("{month} {title}", "{month} ხიდი"),
        ("{TITLE}", "{TITLE}"),
        ("{{title}}", "{ხიდი}"),
        ("no braces", "no braces"),
        ("", ""),
    ],
)
def test_fill_knows_its_names_and_leaves_the_others(text: str, filled: str) -> None:
    assert fill(text, {"title": "ხიდი", "today": "5 May"}) == filled


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("{month} and {sum}, {month}", ["{month}", "{sum}"]),
        ("{}", ["{}"]),
        ("{two\nlines}", ["{two\nlines}"]),
        ("{თვე}", ["{თვე}"]),
        ("a { brace and a } brace", ["{ brace and a }"]),
        ("an { open one", []),
        ("none", []),
    ],
)
def test_unfilled_names_each_placeholder_once(text: str, names: list[str]) -> None:
    assert unfilled(text) == names
