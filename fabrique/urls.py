"""Addresses of La Fabrique."""

from django.urls import path

from chantiers import parcours
from fabrique import feeds, views
from fabrique.models import Initiative

app_name = "fabrique"

urlpatterns = [
    path("initiatives/", views.initiative_list, name="initiative_list"),
    path("initiatives/carte/", views.initiative_carte, name="initiative_carte"),
    path("initiatives/export.csv", views.initiative_csv, name="initiative_csv"),
    path("initiatives/atom.xml", feeds.initiative_feed, name="initiative_feed"),
    path("initiatives/<slug:slug>/", views.initiative_detail, name="initiative_detail"),
    path(
        "initiatives/<slug:slug>/parcours.json",
        parcours.document,
        {"model": Initiative},
        name="initiative_parcours",
    ),
]
