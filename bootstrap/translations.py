"""Compile the message catalogues (.po → .mo) with Babel, so that gettext's own tools are not needed."""

from bootstrap.steps import ROOT, VENV, digest_of, once, quiet, venv_python

LOCALE = ROOT / "src" / "gongjian" / "locale"
STAMP = VENV / ".gongjian" / "locale"


def prepare() -> None:
    """Make every catalogue's compiled form up to date."""
    catalogues = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
    if not catalogues:
        return
    if not all(file.with_suffix(".mo").exists() for file in catalogues):
        STAMP.unlink(missing_ok=True)
    once(STAMP, digest_of(catalogues), "编译译文", _compile)


def _compile() -> None:
    command = [venv_python(), "-m", "babel.messages.frontend", "compile", "-D", "django", "-d", LOCALE]
    quiet(command, doing="编译译文")
