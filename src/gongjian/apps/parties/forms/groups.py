"""The form of a group with its posts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongjian.apps.parties.choices import GroupRole
from gongjian.apps.parties.forms.people import DayInput
from gongjian.apps.parties.forms.pick import ActorForm, OrganisationField, Picked, PlaceField
from gongjian.apps.parties.models import Group, GroupMember
from gongjian.apps.parties.services import GroupSpec, MemberSpec

EMPTY_ROWS = 3
MOST_ROWS = 100


class GroupForm(ActorForm):
    """The group itself."""

    name = forms.CharField(label=_("名称"), max_length=120)
    place_code = PlaceField(label=_("所在地方"))
    office_organisation_id = OrganisationField(label=_("办公室设在"), required=False)
    duties = forms.CharField(
        label=_("办公室职责"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )
    starts_on = forms.DateField(label=_("起日"), required=False, widget=DayInput())
    ends_on = forms.DateField(
        label=_("止日"), required=False, widget=DayInput(), help_text=_("不填就是长期。")
    )


class MemberForm(forms.Form):
    """One post."""

    role = forms.ChoiceField(label=_("职务"), choices=GroupRole.choices, initial=GroupRole.MEMBER)
    who = forms.CharField(label=_("姓名或单位"), max_length=120, required=False)
    post = forms.CharField(label=_("本人职务"), max_length=120, required=False)
    starts_on = forms.DateField(label=_("任期起"), required=False, widget=DayInput())
    ends_on = forms.DateField(label=_("任期止"), required=False, widget=DayInput())
    user_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    organisation_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A post without a name must be empty altogether; its days must be in order."""
        asked = super().clean() or {}
        if asked.get("post") and not asked.get("who"):
            self.add_error("who", _("写了职务，没写姓名或单位。"))
        if asked.get("starts_on") and asked.get("ends_on") and asked["ends_on"] < asked["starts_on"]:
            self.add_error("ends_on", _("止日早于起日。"))
        return asked

    def spec(self) -> MemberSpec:
        """Return what the service takes."""
        asked = self.cleaned_data
        return MemberSpec(**{**asked, "role": GroupRole(asked["role"])})


class _MemberFormSet(forms.BaseFormSet):
    def specs(self) -> list[MemberSpec]:
        """Return the posts that bear a name."""
        return [form.spec() for form in self.forms if form.cleaned_data.get("who")]


MemberFormSet = forms.formset_factory(
    MemberForm, formset=_MemberFormSet, extra=EMPTY_ROWS, max_num=MOST_ROWS, validate_max=True
)


def group_spec(form: GroupForm, members: Any) -> GroupSpec:
    """Put the two forms together."""
    return GroupSpec(**form.cleaned_data, members=members.specs())


def group_initial(group: Group, place_name: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the values of a group and of its posts for their forms."""
    office = group.office_organisation
    fields = ("role", "who", "post", "starts_on", "ends_on", "user_id", "organisation_id")
    posts: list[GroupMember] = list(group.members.all())
    return (
        {
            **{name: getattr(group, name) for name in ("name", "duties", "starts_on", "ends_on")},
            "place_code": Picked(group.place_code, place_name),
            "office_organisation_id": Picked(str(office.pk), office.name) if office else None,
        },
        [{name: getattr(post, name) for name in fields} for post in posts],
    )
