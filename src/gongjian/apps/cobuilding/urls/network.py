"""Addresses of the picture of who builds with whom and of the yearly report."""

from django.urls import path

from gongjian.apps.cobuilding.views import network

urlpatterns = [
    path("network/", network.show_network, name="network"),
    path("network/report/", network.write_report, name="write_year_report"),
]
