"""Settings of the test suite: fixed site keys, cheap derivation, database by DINGXIN_DATABASE (SQLite in memory)."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from dingxin.config.settings import *  # noqa: F403 - a settings module extends another this way
from dingxin.config.settings import DATABASES
from dingxin.config.site_keys import fixed_for_tests

TESTING = True
DEBUG = False
DEMO = False
SITE_KEYS = fixed_for_tests()
SECRET_KEY = SITE_KEYS.secret_key.hex()
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
MEMBER_KDF_COST = (1, 8 * 1024 * 1024)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
KEYS_FOLDER = Path(tempfile.mkdtemp(prefix="dingxin-test-keys-"))  # the pinned fingerprints of keysets are written there
atexit.register(shutil.rmtree, KEYS_FOLDER, ignore_errors=True)
if os.environ.get("DINGXIN_DATABASE", "sqlite") == "sqlite":
    DATABASES["default"]["NAME"] = ":memory:"
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # threads of the test server let go, so that the database can be dropped
