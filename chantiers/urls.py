"""Addresses of what cuts across: chantiers, themes, keywords."""

from django.urls import path

from chantiers import feeds, parcours, views
from chantiers.models import Chantier

app_name = "chantiers"

urlpatterns = [
    # chantiers/
    path("chantiers/", views.chantier_list, name="chantier_list"),
    path("chantiers/<slug:slug>/", views.chantier_detail, name="chantier_detail"),
    path(
        "chantiers/<slug:slug>/parcours.json",
        parcours.document,
        {"model": Chantier},
        name="chantier_parcours",
    ),
    path("chantiers/<slug:slug>/atom.xml", feeds.chantier_feed, name="chantier_feed"),
    # themes/
    path("themes/", views.theme_list, name="theme_list"),
    path("themes/<slug:slug>/", views.theme_detail, name="theme_detail"),
    path("themes/<slug:slug>/atom.xml", feeds.theme_feed, name="theme_feed"),
    # mots-cles/
    path("mots-cles/<slug:slug>/", views.motcle_detail, name="motcle_detail"),
    path("mots-cles/<slug:slug>/atom.xml", feeds.motcle_feed, name="motcle_feed"),
]
