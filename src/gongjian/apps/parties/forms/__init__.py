"""Forms of parties: strings into specs of the services."""

from gongjian.apps.parties.forms.feeds import FeedForm
from gongjian.apps.parties.forms.filters import GrantFilter, OrganisationFilter, UserFilter
from gongjian.apps.parties.forms.groups import GroupForm, MemberFormSet, group_initial, group_spec
from gongjian.apps.parties.forms.organisations import OrganisationForm, organisation_initial
from gongjian.apps.parties.forms.people import (
    GrantForm,
    HandOverForm,
    ImportForm,
    ReasonForm,
    StandInForm,
    UserForm,
    user_initial,
)
from gongjian.apps.parties.forms.pick import Picked
from gongjian.apps.parties.forms.residents import RelationForm, ResidentFilter, ResidentForm

__all__ = [
    "FeedForm",
    "GrantFilter",
    "GrantForm",
    "GroupForm",
    "HandOverForm",
    "ImportForm",
    "MemberFormSet",
    "OrganisationFilter",
    "OrganisationForm",
    "Picked",
    "ReasonForm",
    "RelationForm",
    "ResidentFilter",
    "ResidentForm",
    "StandInForm",
    "UserFilter",
    "UserForm",
    "group_initial",
    "group_spec",
    "organisation_initial",
    "user_initial",
]
