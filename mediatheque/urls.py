"""Addresses of stored files."""

from django.urls import path

from mediatheque import views

app_name = "mediatheque"

urlpatterns = [path("media/<path:nom>", views.media, name="media")]
