"""The English a person meets on a screen: in what is shown there, whatever scripts have made of it."""

from dataclasses import dataclass, field

from django.http import HttpResponse
from django.utils.html import escape
from playwright.sync_api import Page

from tests.browser.site import LANGUAGES
from tests.cms.english import english_in

# What somebody wrote in another of the three languages carries it, and may stay as it is.
SHOWN = """foreign => {
    const isShown = element => element.checkVisibility({visibilityProperty: true, opacityProperty: true})
        && !element.closest("svg, script, style") && !foreign.includes(element.closest("[lang]").lang);
    const texts = [document.title];
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) if (isShown(nodes.currentNode.parentElement)) texts.push(nodes.currentNode.data);
    for (const name of ["placeholder", "title", "aria-label", "alt"])
        for (const element of document.querySelectorAll(`[${name}]`))
            if (isShown(element)) texts.push(element.getAttribute(name));
    return texts;
}"""

CREDITS = ("Who's On First", "GeoNames, CC BY 4.0")  # names of what our maps are made of, at the foot of each page


@dataclass
class Watch:
    """Whoever looks at every screen of a journey. `found` is {address: English on it}."""

    found: dict[str, set[str]] = field(default_factory=dict)

    def look(self, page: Page, language: str) -> None:
        """Notes the English of this screen, and a screen that says it is in another language."""
        page.wait_for_load_state("domcontentloaded")
        texts = page.evaluate(SHOWN, [code for code in LANGUAGES if code != language])
        read = "".join(f"<p>{escape(text)}</p>" for text in texts)
        for credit in CREDITS:
            read = read.replace(escape(credit), "")
        english = english_in(HttpResponse(read), language)
        if (said := page.locator("html").get_attribute("lang")) != language:
            english.add(f"lang={said}")
        if english:
            self.found.setdefault(page.url, set()).update(english)
