"""The calendar feed: a person makes and takes back addresses; calendar programs read them without a session."""

from typing import cast

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongjian.apps.parties import selectors, services
from gongjian.apps.parties.forms import FeedForm
from gongjian.apps.parties.models import CalendarFeed
from gongjian.core.access import ActorRequest, public, signed_in
from gongjian.core.calendars import list_sources
from gongjian.core.downloads import ICAL, send_file
from gongjian.core.flood import sender_of
from gongjian.core.form_pages import UNPROCESSABLE, attempt, crumb


@signed_in
@require_http_methods(["GET", "POST"])
def show_calendar_feeds(request: ActorRequest) -> HttpResponse:
    """List the addresses of one's own calendar, and make another."""
    form = FeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.make_feed(actor=request.actor, **form.cleaned_data))
        if made is not None:
            return _show_address(request, *made)
    context = {
        "form": form,
        "feeds": selectors.list_feeds(request.actor),
        "sources": [source.label for source in list_sources()],
        "crumbs": [crumb(_("我的"), "parties:profile"), crumb(_("日历订阅"))],
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "parties/calendar_feeds.html", context, status=status)


def _show_address(request: ActorRequest, feed: CalendarFeed, key: str) -> HttpResponse:
    """Show an address for this view only, also as what a phone opens in its calendar and reads off the screen."""
    address = request.build_absolute_uri(reverse("parties:calendar_feed", args=[key]))
    subscribing = f"webcal{address[address.index('://') :]}"
    picture = segno.make(subscribing, error="m").svg_inline(scale=4, border=2, omitsize=True)
    context = {
        "feed": feed,
        "address": address,
        "subscribing": subscribing,
        "picture": mark_safe(picture),  # ours
        "crumbs": [
            crumb(_("我的"), "parties:profile"),
            crumb(_("日历订阅"), "parties:calendar_feeds"),
            crumb(feed.name),
        ],
    }
    response = render(request, "parties/calendar_feed_made.html", context)
    response["Cache-Control"] = "no-store"
    return response


@signed_in
@require_POST
def revoke_calendar_feed(request: ActorRequest, feed_id: int) -> HttpResponse:
    """Take an address back."""
    feed = services.revoke_feed(actor=request.actor, feed_id=feed_id)
    messages.success(request, _("已收回“%s”的日历地址，马上失效。") % feed.name)
    return redirect("parties:calendar_feeds")


@public(
    "the secret in the address is the key: it reads one person's calendar as he may see it at that moment"
)
@require_safe
def read_calendar_feed(request: HttpRequest, feed_key: str) -> HttpResponse:
    """Give a calendar program the calendar, or say that it has not changed."""
    base = request.build_absolute_uri("/").rstrip("/")
    reading = services.read_feed(key=feed_key, sender=sender_of(request), base=base)
    mark, changed_s = f'"{reading.mark}"', int(reading.changed_at.timestamp())
    response = send_file(reading.text, _("共建日程.ics"), ICAL, is_shown=True)
    response["ETag"], response["Last-Modified"] = mark, http_date(changed_s)
    response["Cache-Control"] = "private, no-cache"
    response["Referrer-Policy"] = "no-referrer"
    return cast(HttpResponse, get_conditional_response(request, mark, changed_s, response))
