"""Django settings. Every environment variable read here is described in docs/settings.md."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from dingxin.config import site_keys

REPOSITORY = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("DINGXIN_DATA", REPOSITORY / "var" / "site")).resolve()
KEYS_FOLDER = Path(os.environ.get("DINGXIN_KEYS", DATA / "keys")).resolve()
DEMO = (DATA / "demo.marker").exists()
DEBUG = os.environ.get("DINGXIN_DEBUG") == "1"
TESTING = False

try:
    SITE_KEYS: site_keys.SiteKeys | None = site_keys.load(KEYS_FOLDER)
except site_keys.SiteKeysMissing:
    SITE_KEYS = None  # setup, demo and check run without; serve refuses to start
SECRET_KEY = SITE_KEYS.secret_key.hex() if SITE_KEYS else "no site keys yet: nothing is signed with this"

# Addresses: loopback by default; `serve` refuses anything else in plain HTTP unless behind a proxy.
ALLOWED_HOSTS = [host for host in os.environ.get("DINGXIN_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]
BEHIND_PROXY = os.environ.get("DINGXIN_BEHIND_PROXY") == "1"
SECURE = os.environ.get("DINGXIN_SECURE") == "1"  # set by `serve` when TLS ends here or at the proxy
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W005", "security.W021",  # other hosts of an office's domain are not ours to decide about
    "security.W008",  # `serve` speaks HTTP on loopback or behind a proxy only; the proxy redirects
]
SESSION_COOKIE = "__Host-dx" if SECURE else "dx"
CSRF_COOKIE_NAME = "__Host-dxf" if SECURE else "dxf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None  # gone with the browser window
CSRF_FAILURE_VIEW = "dingxin.web.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = "dxl"
LANGUAGE_COOKIE_SAMESITE = "Strict"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
_NOWHERE = "'none'"
_HERE = "'self'"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {
    "default-src": [_NOWHERE], "script-src": [_HERE], "style-src": [_HERE], "img-src": [_HERE, "data:", "blob:"],
    "media-src": [_HERE, "blob:"], "font-src": [_HERE], "connect-src": [_HERE], "worker-src": [_HERE],
    "manifest-src": [_HERE], "form-action": [_HERE], "frame-ancestors": [_NOWHERE], "base-uri": [_NOWHERE],
}}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "accelerometer": [], "autoplay": [], "camera": [], "display-capture": [], "encrypted-media": [], "fullscreen": [],
    "geolocation": [], "gyroscope": [], "magnetometer": [], "microphone": [], "midi": [], "payment": [], "usb": [],
    "publickey-credentials-create": [], "publickey-credentials-get": [],
}

INSTALLED_APPS = [
    "dingxin.audit", "dingxin.ledger", "dingxin.accounts", "dingxin.organisation", "dingxin.vault", "dingxin.mailbox",
    "dingxin.casework",
    "dingxin.intake.common",
    "dingxin.intake.back",
    "dingxin.intake.box",
    "dingxin.intake.call",
    "dingxin.intake.drafts",
    "dingxin.intake.email",
    "dingxin.intake.letter",
    "dingxin.intake.household",
    "dingxin.intake.register",
    "dingxin.intake.transferred",
    "dingxin.intake.visit",
    "dingxin.portal", "dingxin.desk",
    "dingxin.web", "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dingxin.web.middleware.headers",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "dingxin.web.middleware.bad_input",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "dingxin.accounts.middleware.member",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "dingxin.config.urls"
WSGI_APPLICATION = "dingxin.config.wsgi.application"
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request", "django.template.context_processors.i18n",
        "dingxin.web.context.site",
    ], "builtins": ["dingxin.web.templatetags.dx", "django.templatetags.i18n", "django.templatetags.static"]},
}]


def _database(url: str) -> dict[str, Any]:
    if url == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3", "NAME": DATA / "dingxin.sqlite3",
            "CONN_MAX_AGE": None,  # opening and closing costs as much as all statements of a submission together
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE", "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
                                "PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(url)
    socket_folder = parse_qs(parts.query).get("host", [])  # postgresql://me@/name?host=/run/postgresql
    return {
        "ENGINE": "django.db.backends.postgresql", "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": socket_folder[0] if socket_folder else unquote(parts.hostname or ""), "PORT": parts.port or "",
        "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(os.environ.get("DINGXIN_DATABASE", "sqlite"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LEAVE_URL = os.environ.get("DINGXIN_LEAVE_URL", "")  # where "Leave now" goes; empty: our own neutral page
TAB_TITLE = os.environ.get("DINGXIN_TAB_TITLE", "")  # what the browser's tab says; empty: a neutral word

# What comes in: nothing is ever spooled to disk in the clear.
FILE_UPLOAD_HANDLERS = ["dingxin.web.uploads.Careful"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FORM_FILE_LIMIT = 10 * 1024 * 1024  # bytes of files in one form without script
MAILBOX_PER_HOUR = int(os.environ.get("DINGXIN_FILINGS_PER_HOUR", "1200"))  # of one stationing, against floods
PORTAL_FILE_LIMIT = 100 * 1024 * 1024
DESK_FILE_LIMIT = 1024 * 1024 * 1024
LARGE_FILE_VIEWS = frozenset({  # where a signed-in member may send that much, or many files of FORM_FILE_LIMIT each
    "desk:matter-evidence", "intake_drafts:files", "intake_letter:record", "intake_visit:record",
})
SPOOL_FOLDER = DATA  # where such a file waits, sealed and without a name, until its parts are stored

LANGUAGE_CODE = "en"
LANGUAGES = [("zh-hans", "中文"), ("en", "English"), ("ug", "ئۇيغۇرچە")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("DINGXIN_TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

# Staff sessions
IDLE_LOCK_SECONDS = int(os.environ.get("DINGXIN_IDLE_LOCK_SECONDS", "900"))
SESSION_SECONDS = 12 * 3600
BOOT_KEY_FILE = os.environ.get("DINGXIN_BOOT_KEY_FILE", "")  # memory-backed, made anew by `serve`
MEMBER_KDF_COST = (3, 256 * 1024 * 1024)  # Argon2id passes, bytes (3-sealing, Keys)
if DEMO:  # a demo's passphrases are printed beside it: nothing is guarded by making them slow
    MEMBER_KDF_COST = (1, 16 * 1024 * 1024)
RECEIPT_KDF_COST = (3, 64 * 1024 * 1024)  # fixed: the browser derives with the same numbers

LOGGING = {  # no request data in any log: only the fact that something failed, and where in the code
    "version": 1, "disable_existing_loggers": False,
    "filters": {"bare": {"()": "dingxin.web.logs.BareFilter"}},
    "formatters": {"plain": {"()": "dingxin.web.logs.BareFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["bare"], "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
