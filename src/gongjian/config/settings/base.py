"""What every installation shares. Values that differ come from `config.env`."""

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from gongjian.config import env
from gongjian.config.tiles import read_tiles

PACKAGE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.text("GONGJIAN_DATA", str(Path.cwd() / "var"))).resolve()

DEBUG = False
DEMO = env.flag("GONGJIAN_DEMO", False)
ALLOWED_HOSTS = env.listing("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.listing("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 0)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_cotton",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "gongjian.core",
    "gongjian.apps.places",
    "gongjian.apps.parties",
    "gongjian.apps.indicators",
    "gongjian.apps.documents",
    "gongjian.apps.matters",
    "gongjian.apps.inspections",
    "gongjian.apps.hearings",
    "gongjian.apps.councils",
    "gongjian.apps.programmes",
    "gongjian.apps.supervision",
    "gongjian.apps.cobuilding",
    "gongjian.apps.plans",
    "gongjian.apps.workbench",
    "gongjian.apps.api",
    "gongjian.apps.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gongjian.core.middleware.CompressedWords",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gongjian.core.middleware.request_id",
    "gongjian.core.middleware.permissions_policy",
    "gongjian.core.middleware.actor",
    "gongjian.core.accounts.idle_session",
    "gongjian.core.accounts.password_change",
    "gongjian.core.middleware.second_factor",
    "gongjian.core.middleware.DomainErrors",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gongjian.config.urls"
WSGI_APPLICATION = "gongjian.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongjian.core.navigation.shell",
                "gongjian.apps.places.context.scope",
                "gongjian.apps.parties.demo.sign_in_help",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "gongjian.core.templatetags.charts",
                "gongjian.core.templatetags.dates",
                "gongjian.core.templatetags.icons",
                "gongjian.core.templatetags.maps",
                "gongjian.core.templatetags.numbers",
                "gongjian.core.templatetags.people",
                "gongjian.core.templatetags.shell",
            ],
        },
    }
]
COTTON_DIR = "cotton"
COTTON_ISOLATE_BY_DEFAULT = True  # a component sees its own attributes, not the variables around it

DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'gongjian.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        "PRAGMA secure_delete=ON;",  # what is deleted or written anew is overwritten (decision 19)
    }
else:
    # Compiling a query takes PostgreSQL longer (150 ms) than answering any page's. And it reckons with disks that
    # seek: on today's, walking a whole index is dearer than fetching a unit's rows one by one (290 ms against 35).
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off -c random_page_cost=1.1")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "parties.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": env.integer("PASSWORD_MIN_LENGTH", 10)},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "gongjian.core.passwords.ThreeKindsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_ADAPTER = "gongjian.core.accounts.ClosedAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": None}  # axes counts failures, in the database that all processes share
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "共建"
MFA_ADAPTER = "gongjian.core.accounts.SealedMFAAdapter"
AXES_FAILURE_LIMIT = "gongjian.core.accounts.failure_limit"
AXES_COOLOFF_TIME = "gongjian.core.accounts.lock_time"
AXES_USERNAME_CALLABLE = "gongjian.core.accounts.counted_name"
AXES_LOCKOUT_CALLABLE = "gongjian.core.accounts.show_lock"
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the lock ends when its page says
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_USERNAME_FORM_FIELD = "login"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "password"]
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # locked by account: an office shares one address
SESSION_COOKIE_AGE = env.integer("SESSION_IDLE_MINUTES", 480) * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # htmx reads the token from the page, scripts of ours from the cookie
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
MAP_TILES = read_tiles()
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *MAP_TILES["hosts"]],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = env.integer("FORM_MAX_MB", 12) * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.integer("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "gongjian@localhost")
if not EMAIL_HOST:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

MAILBOX_HOST = env.text("MAILBOX_HOST", "")
MAILBOX_PORT = env.integer("MAILBOX_PORT", 993)
MAILBOX_USER = env.text("MAILBOX_USER") if MAILBOX_HOST else ""
MAILBOX_PASSWORD = env.text("MAILBOX_PASSWORD") if MAILBOX_HOST else ""
MAILBOX_PLACE = env.text("MAILBOX_PLACE") if MAILBOX_HOST else ""
MAILBOX_FOLDER = env.text("MAILBOX_FOLDER", "INBOX")
MAILBOX_ADDRESS = env.text("MAILBOX_ADDRESS", MAILBOX_USER)
MAILBOX_CA_FILE = env.text("MAILBOX_CA_FILE", "")

PUBLIC_URL = env.text("PUBLIC_URL", "").rstrip("/")
SMS_URL = env.text("SMS_URL", "")
SMS_SECRET = env.text("SMS_SECRET") if SMS_URL else ""
SMS_TEMPLATES = env.pairs("SMS_TEMPLATES")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
PDF_FONT_DIRS = env.listing("PDF_FONT_DIRS")
OUTSIDE_ALLOWED_NETWORKS = env.listing("OUTSIDE_ALLOWED_NETWORKS")
AUDIT_LINK_SECONDS = env.integer("AUDIT_LINK_SECONDS", 3)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
