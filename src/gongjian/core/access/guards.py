"""What guards an address: a right, a sign-in, or the stated reason why it is open."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse

from gongjian.core.access.actor import Actor
from gongjian.core.access.rights import Right

P = ParamSpec("P")
V = TypeVar("V", bound=Callable[..., HttpResponse])


class ActorRequest(HttpRequest):
    """A request behind the actor middleware."""

    actor: Actor
    request_id: str
    scope_names: dict[str, str]


def allows(
    right: Right,
) -> Callable[
    [Callable[Concatenate[ActorRequest, P], HttpResponse]],
    Callable[Concatenate[ActorRequest, P], HttpResponse],
]:
    """Guard a view: signed in, and holding `right` somewhere. Services check the place again."""

    def guard(
        view: Callable[Concatenate[ActorRequest, P], HttpResponse],
    ) -> Callable[Concatenate[ActorRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: ActorRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.actor.user_id is None:
                from django.contrib.auth.views import redirect_to_login

                return redirect_to_login(request.get_full_path())
            request.actor.require(right)
            return view(request, *args, **kwargs)

        guarded.required_right = right  # type: ignore[attr-defined]
        return guarded

    return guard


def signed_in(view: V) -> V:
    """Guard a view that every signed-in person may open whatever the role (own profile, language)."""

    @wraps(view)
    def guarded(request: ActorRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor.user_id is None:
            from django.contrib.auth.views import redirect_to_login

            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.required_right = "signed_in"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def public(reason: str) -> Callable[[V], V]:
    """Open a view to everybody, saying why."""

    def mark(view: V) -> V:
        view.public_reason = reason  # type: ignore[attr-defined]
        return view

    return mark
