"""Settings, read from the environment; every default works on a machine with nothing but Python."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()

# Where this installation keeps what is not code: database, keys, generated secrets. Never in git.
VAR_DIR = Path(env.str("VAR_DIR", default=str(ROOT / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- The address people type decides what is safe: https means a public site ---------------------
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname:
    raise ImproperlyConfigured(f"SITE_URL must be an http or https address, not {SITE_URL!r}.")
IS_PUBLIC_SITE = _site.scheme == "https"
DEBUG = env.bool("DEBUG", default=False)
if IS_PUBLIC_SITE and DEBUG:
    raise ImproperlyConfigured("DEBUG must be off when SITE_URL is an https address.")


def _secret_key() -> str:
    """The environment's SECRET_KEY, or for a local site one made once and kept in VAR_DIR."""
    given = env.str("SECRET_KEY", default="")
    if given:
        return given
    if IS_PUBLIC_SITE:
        raise ImproperlyConfigured("Set SECRET_KEY: a public site does not start without its own key.")
    kept = VAR_DIR / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(get_random_secret_key())
    return kept.read_text()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[_site.hostname, "127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_PUBLIC_SITE
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000) if IS_PUBLIC_SITE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_PUBLIC_SITE
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Phones are shared in families, so a session ends with the browser or after two weeks at most.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- Parts ---------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "daphne",
    "modeltranslation",
    "portal",
    "portal.languages",
    "portal.places",
    "portal.accounts",
    "portal.messages",
    "portal.log",
    "budgeting",
    "cms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "channels",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # its words for "a minute ago", which Wagtail's screens say
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "portal.open.OpenMiddleware",
    "portal.cache.AnonymousPagesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # below the cache: what is kept is compressed once
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.second_factor.SecondFactorMiddleware",
    "cms.editing.language.EditorLanguageMiddleware",
    "cms.refusals.EditorRefusalsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
# All that embeds, open data and the API pass through, below Django's SecurityMiddleware and what is kept.
OPEN_MIDDLEWARE = [
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
]
# The API (budgeting/api) sets what it needs itself: Wagtail's editor uses the same framework in its own way.
REST_FRAMEWORK = {"DEFAULT_THROTTLE_RATES": {"api": env.str("API_RATE", default="300/min")}}
SPECTACULAR_SETTINGS = {
    "TITLE": "Khma",
    "DESCRIPTION": (
        "Participatory budgets of municipalities: what was proposed, decided and answered. Read only; no key is needed. "
        "Money is in whole tetri (100 tetri are a lari), instants are in UTC. Licence: CC BY 4.0."
    ),
    "VERSION": "1.0.0",
    "LICENSE": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    "OAS_VERSION": "3.1.1",
    "SERVERS": [{"url": SITE_URL}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "Language": "portal.settings.LANGUAGES",
        "TranslationState": "portal.languages.texts.TranslationState",
        "ProposalState": "budgeting.api.proposals.STATES",
        "CampaignState": "cms.campaigns.states.CampaignState",
        "PageState": "cms.translating.states.PageState",
    },
    "PATH_CONVERTER_OVERRIDES": {"pk": {"type": "integer", "minimum": 0, "maximum": 10**18 - 1}},
}
ROOT_URLCONF = "portal.urls"
ASGI_APPLICATION = "portal.asgi.application"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "portal.forms.FormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "portal.context.site",
            ],
        },
    },
]

# --- Stores: SQLite and memory until PostgreSQL and Redis are named ------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'khma.sqlite3'}")}
# Seconds a connection is kept for the next request. 0 for ASGI, whose requests come in threads of their own.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=0)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Without IMMEDIATE a read that turns into a write fails at once under load, whatever the timeout.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

REDIS_URL = env.str("REDIS_URL", default="")
# Pages have a cache of their own: visitors who fill it must not push out the counters that limit sign-in codes.
if REDIS_URL:
    _redis = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    CACHES = {"default": _redis, "pages": {**_redis, "KEY_PREFIX": "pages"}}
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL]},
        }
    }
else:
    _memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    CACHES = {name: {**_memory, "LOCATION": name} for name in ("default", "pages")}
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
# What takes long, such as a count, is done within the request, or by `manage.py db_worker`.
TASK_BACKENDS = {
    "immediate": "django_tasks.backends.immediate.ImmediateBackend",
    "database": "django_tasks_db.DatabaseBackend",
}
TASKS = {"default": {"BACKEND": TASK_BACKENDS[env.str("TASKS", default="immediate")]}}
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=10)

# The keys of rolls and ballots live outside the database, one a cycle, so that a copy of the database alone
# never joins a person to a ballot: in files, or in the environment as "<name>=<64 hexadecimal digits>,…".
KEYS_DIR = Path(env.str("KEYS_DIR", default=str(VAR_DIR / "keys")))
CYCLE_KEYS = env.dict("CYCLE_KEYS", default={})

# --- Languages -----------------------------------------------------------------------------------
LANGUAGE_CODE = "ka"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("ka", "ქართული"),
    ("hy", "Հայերեն"),
    ("az", "Azərbaycanca"),
    ("en", "English"),
]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [ROOT / "locale", ROOT / "locale" / "libraries"]
FORMAT_MODULE_PATH = "portal.languages.formats"
USE_I18N = WAGTAIL_I18N_ENABLED = True
USE_TZ = True
TIME_ZONE = "Asia/Tbilisi"
MODELTRANSLATION_DEFAULT_LANGUAGE = "ka"
MODELTRANSLATION_LANGUAGES = ("ka", "hy", "az", "en")
MODELTRANSLATION_FALLBACK_LANGUAGES = ("ka", "az", "hy", "en")

# A machine may suggest translations of public texts; it is off until a LibreTranslate server is named.
MACHINE_TRANSLATION_URL = env.str("MACHINE_TRANSLATION_URL", default="").rstrip("/")
MACHINE_TRANSLATION_KEY = env.str("MACHINE_TRANSLATION_KEY", default="")
_machine = urlsplit(MACHINE_TRANSLATION_URL)
if MACHINE_TRANSLATION_URL and (_machine.scheme not in {"http", "https"} or not _machine.hostname):
    raise ImproperlyConfigured("MACHINE_TRANSLATION_URL must be an http or https address.")

# --- People --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "my_page"
LOGOUT_REDIRECT_URL = "cycles"
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
# Nobody has a password to change: a code is sent instead.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAILUSERS_PASSWORD_ENABLED = False
ACCOUNT_ADAPTER = "portal.messages.sign_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email", "phone"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code itself proves the address
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# A code has six digits and five tries, so the number of codes is what keeps guessing hopeless and SMS cheap.
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/10m/ip,3/10m/key,10/d/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
ACCOUNT_FORMS = {"request_login_code": "portal.accounts.forms.SignInForm"}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 1800
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Khma"
STAFF_NEED_SECOND_FACTOR = env.bool("STAFF_NEED_SECOND_FACTOR", default=IS_PUBLIC_SITE)
SILENCED_SYSTEM_CHECKS = ["account.W001"]

# --- Messages ------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", default="Khma <khma@localhost>")
if IS_PUBLIC_SITE and not env.str("EMAIL_URL", default=""):
    raise ImproperlyConfigured("Set EMAIL_URL: people sign in to a public site with codes sent by mail.")
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)  # seconds
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", default="")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", default="")
CAN_SEND_SMS = bool(SMS_GATEWAY_URL) or not IS_PUBLIC_SITE
SMS_BACKEND = "portal.messages.sms.HttpGateway" if SMS_GATEWAY_URL else "portal.messages.sms.Console"

# --- Files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"/portal/fonts/"  # a font that changes gets another name
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "odt", "ods", "csv", "txt"]
CSRF_FAILURE_VIEW = "portal.errors.form_refused"
MEDIA_URL = "/media/"
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(ROOT / "media"))

# --- Wagtail -------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Khma"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# The editor's screens ask nothing of other servers, and everybody works in this country's time.
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = False  # cms/translating does it, and leaves finished translations alone
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.organisations.finishing.publish_checked"
# Uploads of editors keep the rules of residents' uploads: pictures are made anew, documents are what they say.
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 12_000_000
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.organisations.uploads.PictureForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 12_000_000
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.organisations.uploads.DocumentForm"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- What a page may load: itself ----------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/editor/"],
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "connect-src": ["'self'", SITE_URL.replace("http", "ws", 1)],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
