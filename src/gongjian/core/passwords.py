"""A rule of passwords beyond length."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

KINDS = 3


class ThreeKindsValidator:
    """Ask for three of: lower case, upper case, digits, other signs (GB/T 22239-2019)."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError with a sentence when fewer kinds are used."""
        kinds = (
            any(char.islower() for char in password),
            any(char.isupper() for char in password),
            any(char.isdigit() for char in password),
            any(not char.isalnum() for char in password),
        )
        if sum(kinds) < KINDS:
            raise ValidationError(self.get_help_text(), code="password_kinds")

    def get_help_text(self) -> str:
        """Say the rule."""
        return _("密码要含大写字母、小写字母、数字、符号中的至少三种。")
