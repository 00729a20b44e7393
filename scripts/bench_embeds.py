"""Speed of the open addresses, beside a bare Django response: an embed is what other people's pages load.

`python -m scripts.bench_embeds` runs it on a temporary site with the demo. The bare response is a view without
middleware in the same process, measured in turn with each embed. The goal stands beside the figures; nothing is asserted.
"""

from scripts.bench_pages import CACHED, _measured
from scripts.demo_site import demo_site
from scripts.timing import CALLS, TURNS, Application, Measured, call


def main() -> None:
    with demo_site() as site:
        _print_all(site)


def _print_all(site: Application) -> None:
    from django.db import connection

    from scripts.bare_page import bare_application

    bare = bare_application()
    print(f"\n{connection.vendor}, {TURNS * CALLS} calls each, in turn with a bare response; ms of processor, median")
    print(f"goal: {CACHED} of the bare response's rate from the cache\n")
    print(f"{'':<28}{'bare':>8}{'uncached':>10}{'queries':>9}{'cached':>9}{'rate':>6}")
    for name, path in _addresses().items():
        call(site, path)  # what the first one reads for all
        _print(name, _measured(site, bare, path))


def _addresses() -> dict[str, str]:
    """Each kind's embed, and one of each other answer."""
    from django.urls import reverse

    from budgeting.proposals.models import Proposal
    from budgeting.responses.models import Office
    from budgeting.results.models import Count
    from cms.campaigns.pages import campaign_pages

    cycle = Count.objects.published().values_list("cycle", flat=True).first()
    campaign = campaign_pages().values_list("campaign", flat=True).first()
    project = Proposal.objects.ever_on_ballot().values_list("pk", flat=True).first()
    office = Office.objects.values_list("pk", flat=True).first()
    things = {"cycle": cycle, "results": cycle, "turnout": cycle, "proposal": project, "campaign": campaign}
    things["office"] = office
    embeds = {name: f"{reverse(f'embed_{name}', args=[pk])}?lang=az" for name, pk in things.items()}
    return {
        **embeds,
        "results as SVG": reverse("picture_results", args=[cycle, "svg"]) + "?lang=az",
        "results as PNG": reverse("picture_results", args=[cycle, "png"]) + "?lang=az",
        "share image": reverse("share_results", args=[cycle]) + "?lang=az",
    }


def _print(name: str, page: Measured) -> None:
    cached = page.cached or 0
    line = f"{name:<28}{page.bare:8.3f}{page.uncached:10.2f}{page.queries:>9}{cached:9.3f}{page.bare / cached:6.2f}"
    print(line + ("   MISSED" if page.bare / cached < CACHED else ""), flush=True)


if __name__ == "__main__":
    main()
