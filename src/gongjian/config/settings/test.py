"""The test suite: fixed keys, cheap hashing, files in a temporary folder, jobs run at once."""

import tempfile
from pathlib import Path

from gongjian.config.settings.base import *  # noqa: F403
from gongjian.config.settings.base import DATABASES

SECRET_KEY = "for-tests-only-" + "0" * 40
SALT_KEY = "for-tests-only-salt"
AUDIT_KEY = "for-tests-only-audit"
DEMO = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="gongjian-test-"))
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
# A browser may leave a thread of the tests' server waiting; with its connection kept, no database could be dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the browser tests' server writes beside the test, and waits instead of failing.
    DATABASES["default"]["TEST"] = {"NAME": str(MEDIA_ROOT / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
