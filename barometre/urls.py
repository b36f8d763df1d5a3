"""Addresses of the barometer."""

from django.urls import path

from barometre import feeds, views
from barometre.models import Vague
from chantiers import parcours

app_name = "barometre"

urlpatterns = [
    path("", views.vague_list, name="vague_list"),
    path("atom.xml", feeds.vague_feed, name="vague_feed"),
    path("<slug:slug>/", views.vague_detail, name="vague_detail"),
    path(
        "<slug:slug>/parcours.json",
        parcours.document,
        {"model": Vague},
        name="vague_parcours",
    ),
]
