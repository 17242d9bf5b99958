"""Pages of tokens: the security administrator hands them out and takes them back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongjian.apps.api import selectors, services
from gongjian.apps.api.forms import TokenForm
from gongjian.apps.api.views.pages import show_secret
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.errors import NotAllowed, NotFound
from gongjian.core.form_pages import UNPROCESSABLE, attempt
from gongjian.core.listing import page_of


@allows(Right.TOKENS_MANAGE)
@require_http_methods(["GET", "POST"])
def list_tokens(request: ActorRequest) -> HttpResponse:
    """List the tokens of one's places, and hand out another."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: services.issue_token(actor=request.actor, spec=form.spec),
            also=(NotAllowed, NotFound),
        )
        if made is not None:
            token, text = made
            note = _("对方调用时放在请求头里：Authorization: Bearer 令牌；Open311 放在参数 api_key 里。")
            return show_secret(
                request, title=_("“%s”的令牌") % token.name, secret=text, note=note, back="interfaces:tokens"
            )
    page = page_of(selectors.list_tokens(request.actor), request.GET)
    today = timezone.localdate()
    rows = [{"row": row, "is_good": row.is_good_on(today)} for row in page.rows]
    context = {"form": form, "page": page, "rows": rows}
    return render(request, "api/tokens.html", context, status=UNPROCESSABLE if form.errors else 200)


@allows(Right.TOKENS_MANAGE)
@require_POST
def revoke_token(request: ActorRequest, token_id: int) -> HttpResponse:
    """Take a token back."""
    token = services.revoke_token(actor=request.actor, token_id=token_id)
    messages.success(request, _("已收回“%s”的令牌，马上失效。") % token.name)
    return redirect("interfaces:tokens")
