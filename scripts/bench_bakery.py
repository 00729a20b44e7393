"""Measures the pages of Wagtail's own demo site, in its own process and environment; see `scripts.bench_pages`.

Prints {"vendor", "wagtail", "pages": {name: facts of a Measured}} as JSON.
"""

import json
import sys
from dataclasses import asdict

from scripts.timing import Measured, call, in_turn, queries

PAGES = {
    "home": "base.HomePage",
    "blog index": "blog.BlogIndexPage",
    "blog page": "blog.BlogPage",
    "breads index": "breads.BreadsIndexPage",
    "bread page": "breads.BreadPage",
    "locations": "locations.LocationsIndexPage",
    "standard page": "base.StandardPage",
    "gallery": "base.GalleryPage",
}


def main() -> None:
    import django

    django.setup()
    import wagtail
    from django.apps import apps
    from django.core.wsgi import get_wsgi_application
    from django.db import connection

    from scripts.bare_page import bare_application

    site, bare = get_wsgi_application(), bare_application()

    def measured(label: str) -> Measured:
        page = apps.get_model(label).objects.live().order_by("path").first()
        _site, _root, path = page.get_url_parts()

        def act() -> None:
            call(site, path)

        act()
        asked = queries(act)
        floor, made = in_turn(lambda: call(bare, "/"), act)
        return Measured(floor, made, asked)

    pages = {name: asdict(measured(label)) for name, label in PAGES.items()}
    json.dump({"vendor": connection.vendor, "wagtail": wagtail.__version__, "pages": pages}, sys.stdout)


if __name__ == "__main__":
    main()
