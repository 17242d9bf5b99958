"""Writes of parties: each checks the right, writes, and leaves a trace."""

from gongjian.apps.parties.services.absences import (
    add_stand_in,
    end_stand_in,
    hand_over,
    preview_hand_over,
)
from gongjian.apps.parties.services.first_administrators import (
    FirstAdministrator,
    create_first_administrators,
)
from gongjian.apps.parties.services.grants import UNIT_ROLES, grant_role, revoke_grant
from gongjian.apps.parties.services.groups import GroupSpec, MemberSpec, create_group, edit_group
from gongjian.apps.parties.services.import_users import (
    COLUMNS,
    check_import,
    confirm_import,
    drop_import,
    read_import,
    template_xlsx,
)
from gongjian.apps.parties.services.notices import (
    Topic,
    mail_waiting,
    mark_all_read,
    mark_read,
    notify,
    settle_topic,
)
from gongjian.apps.parties.services.organisations import (
    OrganisationSpec,
    activate_organisation,
    create_organisation,
    deactivate_organisation,
    edit_organisation,
    read_contact,
)
from gongjian.apps.parties.services.users import (
    Issued,
    UserSpec,
    activate_user,
    clear_second_factor,
    create_user,
    deactivate_user,
    edit_user,
    one_time_password,
    read_phone,
    reset_password,
    unlock_user,
)

__all__ = [
    "COLUMNS",
    "UNIT_ROLES",
    "FirstAdministrator",
    "GroupSpec",
    "Issued",
    "MemberSpec",
    "OrganisationSpec",
    "Topic",
    "UserSpec",
    "activate_organisation",
    "activate_user",
    "add_stand_in",
    "check_import",
    "clear_second_factor",
    "confirm_import",
    "create_first_administrators",
    "create_group",
    "create_organisation",
    "create_user",
    "deactivate_organisation",
    "deactivate_user",
    "drop_import",
    "edit_group",
    "edit_organisation",
    "edit_user",
    "end_stand_in",
    "grant_role",
    "hand_over",
    "mail_waiting",
    "mark_all_read",
    "mark_read",
    "notify",
    "one_time_password",
    "preview_hand_over",
    "read_contact",
    "read_import",
    "read_phone",
    "reset_password",
    "revoke_grant",
    "settle_topic",
    "template_xlsx",
    "unlock_user",
]
