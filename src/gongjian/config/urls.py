"""Every address of the site. Each view says in `core.access` who may open it."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("gongjian.core.account_urls")),
    path("", include("gongjian.core.urls")),
    path("", include("gongjian.apps.workbench.urls")),
    path("places/", include("gongjian.apps.places.urls")),
    path("parties/", include("gongjian.apps.parties.urls")),
    path("indicators/", include("gongjian.apps.indicators.urls")),
    path("documents/", include("gongjian.apps.documents.urls")),
    path("matters/", include("gongjian.apps.matters.urls")),
    path("inspections/", include("gongjian.apps.inspections.urls")),
    path("hearings/", include("gongjian.apps.hearings.urls")),
    path("councils/", include("gongjian.apps.councils.urls")),
    path("cobuilding/", include("gongjian.apps.cobuilding.urls")),
    path("programmes/", include("gongjian.apps.programmes.urls")),
    path("supervision/", include("gongjian.apps.supervision.urls")),
    path("plans/", include("gongjian.apps.plans.urls")),
    path("api/", include("gongjian.apps.api.urls")),
    path("open311/", include("gongjian.apps.api.urls.open311")),
    path("interfaces/", include("gongjian.apps.api.urls.pages")),
    path("", include("gongjian.apps.portal.urls")),
]
handler400 = "gongjian.core.views.bad_request"
handler403 = "gongjian.core.views.forbidden"
handler404 = "gongjian.core.views.not_found"
handler500 = "gongjian.core.views.server_error"
