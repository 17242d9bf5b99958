"""Pages of parties: bodies, people, rights, groups, leave, one's own page."""

from gongjian.apps.parties.views.absences import add_stand_in, end_stand_in, hand_over, list_stand_ins
from gongjian.apps.parties.views.grants import add_grant, list_grants, revoke_grant
from gongjian.apps.parties.views.groups import add_group, edit_group, list_groups, show_group
from gongjian.apps.parties.views.imports import (
    confirm_import,
    download_template,
    drop_import,
    import_users,
    show_import,
)
from gongjian.apps.parties.views.organisations import (
    add_organisation,
    edit_organisation,
    list_organisations,
    pick_organisation,
    reveal_contact,
    set_organisation_state,
    show_organisation,
)
from gongjian.apps.parties.views.people import (
    add_user,
    clear_second_factor,
    edit_user,
    list_users,
    pick_user,
    reset_password,
    reveal_phone,
    set_user_state,
    show_user,
    unlock_user,
)
from gongjian.apps.parties.views.profile import (
    list_notices,
    open_notice,
    read_all_notices,
    show_bell,
    show_profile,
)

__all__ = [
    "add_grant",
    "add_group",
    "add_organisation",
    "add_stand_in",
    "add_user",
    "clear_second_factor",
    "confirm_import",
    "download_template",
    "drop_import",
    "edit_group",
    "edit_organisation",
    "edit_user",
    "end_stand_in",
    "hand_over",
    "import_users",
    "list_grants",
    "list_groups",
    "list_notices",
    "list_organisations",
    "list_stand_ins",
    "list_users",
    "open_notice",
    "pick_organisation",
    "pick_user",
    "read_all_notices",
    "reset_password",
    "reveal_contact",
    "reveal_phone",
    "revoke_grant",
    "set_organisation_state",
    "set_user_state",
    "show_bell",
    "show_group",
    "show_import",
    "show_organisation",
    "show_profile",
    "show_user",
    "unlock_user",
]
