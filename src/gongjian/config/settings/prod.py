"""A city or a province: every secret is given, transport is encrypted, static files are hashed."""

from gongjian.config import env
from gongjian.config.settings.base import *  # noqa: F403

SECRET_KEY = env.text("SECRET_KEY")
SALT_KEY = env.text("SALT_KEY")
AUDIT_KEY = env.text("AUDIT_KEY")
DEMO = False
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", True) else None
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 1 if env.flag("BEHIND_PROXY", True) else 0)
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_INCLUDE_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD", True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
