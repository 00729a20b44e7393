"""A temporary site with the demo, within this process, for benchmarks of its pages."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.timing import Application

KEPT_SECONDS = 600  # of pages in the cache: longer than a run


@contextmanager
def demo_site() -> Iterator[Application]:
    """Sets Django up and fills the site, which takes minutes; its files are gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="portal.settings",
            VAR_DIR=folder,
            MEDIA_ROOT=str(Path(folder) / "media"),
            PAGE_CACHE_SECONDS=str(KEPT_SECONDS),
            CONN_MAX_AGE=os.environ.get("CONN_MAX_AGE", "60"),  # as in production
            LOG_LEVEL="ERROR",
        )
        import django

        django.setup()
        from django.core.management import call_command
        from django.core.wsgi import get_wsgi_application

        call_command("migrate", verbosity=0)
        with Path(os.devnull).open("w") as nowhere:
            call_command("demo", stdout=nowhere)
        yield get_wsgi_application()
