"""Settings of the test suite: quick hashing, everything outside the process kept in memory."""

import tempfile
from pathlib import Path

from portal.settings import *  # noqa: F403

VAR_DIR = Path(tempfile.mkdtemp(prefix="khma-test-"))
KEYS_DIR = VAR_DIR / "keys"
MEDIA_ROOT = str(VAR_DIR / "media")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SMS_BACKEND = "portal.messages.sms.Memory"
PAGE_CACHE_SECONDS = 0
STAFF_NEED_SECOND_FACTOR = False
ACCOUNT_RATE_LIMITS = False
