"""Settings of the test suite: quick hashing, everything outside the process kept in memory."""

import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from portal.settings import *  # noqa: F403
from portal.settings import CACHES, CHANNEL_LAYERS, REDIS_URL

VAR_DIR = Path(tempfile.mkdtemp(prefix="khma-test-"))
KEYS_DIR = VAR_DIR / "keys"
MEDIA_ROOT = str(VAR_DIR / "media")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SMS_BACKEND = "portal.messages.sms.Memory"
MACHINE_TRANSLATION_URL = ""
PAGE_CACHE_SECONDS = 0
STAFF_NEED_SECOND_FACTOR = False
ACCOUNT_RATE_LIMITS = False
REST_FRAMEWORK = {"DEFAULT_THROTTLE_RATES": {"api": None}}

if REDIS_URL:
    # Tests empty the cache, so each worker has a Redis database of its own, away from the first ones.
    number = 8 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8
    own = urlsplit(REDIS_URL)._replace(path=f"/{number}").geturl()
    for store in CACHES.values():
        store["LOCATION"] = own
    CHANNEL_LAYERS["default"]["CONFIG"]["hosts"] = [own]
