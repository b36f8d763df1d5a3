"""Addresses of the territories."""

from django.urls import path

from territoires import feeds, views

app_name = "territoires"

urlpatterns = [
    path("", views.territoire_list, name="territoire_list"),
    path("suggestions/", views.territoire_suggestions, name="suggestions"),
    path("<slug:nature>/<slug:slug>/", views.territoire_detail, name="territoire_detail"),
    path(
        "<slug:nature>/<slug:slug>/atom.xml",
        feeds.territoire_feed,
        name="territoire_feed",
    ),
]
