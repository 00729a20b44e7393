"""Speed and queries of every kind of page, beside a bare Django response and, where it is at hand, Wagtail's own demo site.

`make bench` runs it; `python -m scripts.bench_pages` runs it alone on a temporary site with the demo. The bare response is
a view without middleware in the same process, measured in turn with each page. Goals stand beside the figures; nothing
is asserted. `--beside PATH`, or BAKERYDEMO=PATH, names a checkout of github.com/wagtail/bakerydemo that is set up as its
readme says, with its virtual environment in .venv: its pages are measured by the same code, in a process of their own.
"""

import argparse
import json
import os
import subprocess
from pathlib import Path
from typing import Any

from scripts.demo_site import KEPT_SECONDS, demo_site
from scripts.site import ROOT
from scripts.timing import CALLS, TURNS, Application, Measured, call, in_turn, queries

LANGUAGE = "az"
MOST_QUERIES = 10
UNCACHED, CACHED = 1 / 25, 0.6  # of the bare response's rate


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--beside", metavar="PATH", default=os.environ.get("BAKERYDEMO"))
    beside = parser.parse_args().beside
    with demo_site() as site:
        _print_ours(site)
    _print_beside(Path(beside).resolve() if beside else None)


def _print_ours(site: Application) -> None:
    from django.db import connection

    from scripts.bare_page import bare_application

    bare = bare_application()
    print(f"\n{connection.vendor}, {TURNS * CALLS} calls each, in turn with a bare response; ms of processor, median")
    print(
        f"goals: {MOST_QUERIES} queries; of the bare response's rate 1/{1 / UNCACHED:.0f} uncached, {CACHED} cached\n"
    )
    print(f"{'':<24}{'bare':>8}{'uncached':>10}{'rate':>8}{'queries':>9}{'cached':>9}{'rate':>6}")
    for name, path in _pages().items():
        _print(name, _measured(site, bare, path))


def _measured(site: Application, bare: Application, path: str) -> Measured:
    from django.conf import settings

    def uncached() -> None:
        settings.PAGE_CACHE_SECONDS = 0
        call(site, path)

    def cached() -> None:
        settings.PAGE_CACHE_SECONDS = KEPT_SECONDS
        call(site, path)

    cached()
    uncached()
    asked = queries(uncached)
    floor, made, kept = in_turn(lambda: call(bare, "/"), uncached, cached)
    return Measured(floor, made, asked, kept)


def _pages() -> dict[str, str]:
    """An address of each kind of page, in one language's tree."""
    from django.urls import reverse
    from django.utils import translation

    from cms import models
    from cms.campaigns.states import CampaignState, in_state
    from cms.models.listings import EVENTS, NEWS

    def address(kind: Any, *which: Any) -> str:
        return kind.objects.public().filter(*which, locale__language_code=LANGUAGE).order_by("path").first().get_url()

    municipality = address(models.MunicipalityPage)
    with translation.override(LANGUAGE):
        feed, search = reverse("news_feed"), reverse("search")
    return {
        "home": address(models.HomePage),
        "municipality": municipality,
        "news": address(models.NewsPage),
        "event": address(models.EventPage),
        "council": address(models.CouncilPage),
        "library": address(models.LibraryPage),
        "help": address(models.PlainPage),
        "press": address(models.PressPage),
        "organisation": address(models.OrganisationPage),
        "campaigns": address(models.CampaignIndexPage),
        "campaign that gathers": address(models.CampaignPage, in_state(CampaignState.GATHERING, "campaign__")),
        "campaign answered": address(models.CampaignPage, in_state(CampaignState.ANSWERED, "campaign__")),
        "all news": municipality + NEWS,
        "all events": municipality + EVENTS,
        "feed": feed,
        "search": f"{search}?q=yol",
    }


def _print_beside(checkout: Path | None) -> None:
    if checkout is None:
        print("\nNothing stands beside: neither --beside nor BAKERYDEMO names a checkout of Wagtail's own demo site.")
        return
    line = [str(checkout / ".venv" / "bin" / "python"), "-m", "scripts.bench_bakery"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "scripts.bakery_settings"}
    environment.pop("DATABASE_URL", None)  # which names ours
    done = subprocess.run(line, cwd=checkout, env=environment, stdout=subprocess.PIPE, check=True)
    answer = json.loads(done.stdout)
    print(f"\nWagtail's own demo site, {answer['vendor']}, Wagtail {answer['wagtail']}: it keeps no pages\n")
    for name, facts in answer["pages"].items():
        _print(name, Measured(**facts))


def _print(name: str, page: Measured) -> None:
    line = f"{name:<24}{page.bare:8.3f}{page.uncached:10.2f}{f'1/{page.uncached / page.bare:.0f}':>8}{page.queries:>9}"
    if page.cached is not None:
        line += f"{page.cached:9.3f}{page.bare / page.cached:6.2f}"
        missed = {
            "queries": page.queries > MOST_QUERIES,
            "uncached": page.bare / page.uncached < UNCACHED,
            "cached": page.bare / page.cached < CACHED,
        }
        if names := [goal for goal, is_missed in missed.items() if is_missed]:
            line += f"   MISSED: {', '.join(names)}"
    print(line, flush=True)


if __name__ == "__main__":
    main()
