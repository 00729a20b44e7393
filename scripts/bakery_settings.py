"""Wagtail's own demo site as it ships, served as ours is: no debugging, connections kept open. For `scripts.bench_bakery`."""

from bakerydemo.settings.base import *  # noqa: F403
from bakerydemo.settings.base import DATABASES, STORAGES

DEBUG = False
ALLOWED_HOSTS = ["*"]
DATABASES["default"]["CONN_MAX_AGE"] = 60
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # needs no collecting
