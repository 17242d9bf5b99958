"""Pages of subscriptions: who is told of what, and the log of what was sent."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongjian.apps.api import selectors, services
from gongjian.apps.api.choices import DeliveryState
from gongjian.apps.api.forms import WebhookForm
from gongjian.apps.api.views.pages import show_secret
from gongjian.apps.places.selectors import names_of, path_name
from gongjian.core.access import ActorRequest, Right, allows
from gongjian.core.form_pages import UNPROCESSABLE, attempt
from gongjian.core.listing import page_of


@allows(Right.WEBHOOKS_MANAGE)
@require_http_methods(["GET", "POST"])
def list_webhooks(request: ActorRequest) -> HttpResponse:
    """List the subscriptions of one's places, and make another."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.subscribe(actor=request.actor, spec=form.spec))
        if made is not None:
            webhook, secret = made
            note = _("交给对方核对签名用（Standard Webhooks）。不要用邮件或群消息传。")
            title = _("“%s”的签名密钥") % webhook.name
            return show_secret(request, title=title, secret=secret, note=note, back="interfaces:webhooks")
    page = page_of(selectors.list_webhooks(request.actor), request.GET)
    names = names_of({row.place_code for row in page.rows})
    rows = [(row, names.get(row.place_code, row.place_code)) for row in page.rows]
    context = {"form": form, "page": page, "rows": rows}
    return render(request, "api/webhooks.html", context, status=UNPROCESSABLE if form.errors else 200)


@allows(Right.WEBHOOKS_MANAGE)
@require_GET
def show_webhook(request: ActorRequest, webhook_id: int) -> HttpResponse:
    """Show a subscription with the log of what it was sent."""
    webhook = selectors.get_webhook(request.actor, webhook_id)
    page = page_of(selectors.list_deliveries(request.actor, webhook), request.GET)
    context = {
        "webhook": webhook,
        "place_name": path_name(webhook.place_code),
        "page": page,
        "dead": DeliveryState.DEAD,
        "sent": DeliveryState.SENT,
    }
    return render(request, "api/webhook.html", context)


@allows(Right.WEBHOOKS_MANAGE)
@require_POST
def switch_webhook(request: ActorRequest, webhook_id: int) -> HttpResponse:
    """Stop a subscription, or let it go on."""
    is_active = request.POST.get("state") == "open"
    webhook = services.switch_webhook(actor=request.actor, webhook_id=webhook_id, is_active=is_active)
    said = _("已启用“%s”。") if is_active else _("已停用“%s”，停用期间的事不补推。")
    messages.success(request, said % webhook.name)
    return redirect("interfaces:webhook", webhook.pk)


@allows(Right.WEBHOOKS_MANAGE)
@require_POST
def send_again(request: ActorRequest, delivery_id: int) -> HttpResponse:
    """Try a message at once that failed or was given up."""
    delivery = services.send_again(actor=request.actor, delivery_id=delivery_id)
    messages.success(request, _("已排上，几秒后重发。"))
    return redirect("interfaces:webhook", delivery.webhook_id)
