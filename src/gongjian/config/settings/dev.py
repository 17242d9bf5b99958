"""One laptop: SQLite in WAL mode, secrets made once and kept in the data folder."""

from gongjian.config import env
from gongjian.config.settings.base import *  # noqa: F403
from gongjian.config.settings.base import DATA_DIR

DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.kept_secret("SECRET_KEY", DATA_DIR)
SALT_KEY = env.kept_secret("SALT_KEY", DATA_DIR)
AUDIT_KEY = env.kept_secret("AUDIT_KEY", DATA_DIR)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
