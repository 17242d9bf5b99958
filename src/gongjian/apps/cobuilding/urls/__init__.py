"""Addresses of the cobuilding app."""

from django.urls import URLPattern

app_name = "cobuilding"
urlpatterns: list[URLPattern] = []
