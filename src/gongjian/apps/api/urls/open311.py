"""Addresses of open reporting."""

from django.urls import path

from gongjian.apps.api.views import open311

app_name = "open311"
urlpatterns = [
    path("discovery.<str:form>", open311.discover, name="discovery"),
    path("v2/discovery.<str:form>", open311.discover),
    path("v2/services.<str:form>", open311.list_services, name="services"),
    path("v2/services/<str:code>.<str:form>", open311.show_service, name="service"),
    path("v2/requests.<str:form>", open311.requests, name="requests"),
    path("v2/requests/<str:number>.<str:form>", open311.show_request, name="request"),
    path("v2/tokens/<str:token>.<str:form>", open311.show_token, name="token"),
    path("v2/servicerequestupdates.<str:form>", open311.updates, name="updates"),
    path("v2/photos/<str:number>/<int:photo_id>.jpg", open311.show_photo, name="photo"),
]
