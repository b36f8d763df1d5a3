"""Addresses of Le Forum."""

from django.urls import path

from chantiers import parcours
from forum import feeds, propositions, views
from forum.models import Idee

app_name = "forum"

urlpatterns = [
    path("idees/", views.idee_list, name="idee_list"),
    path("idees/atom.xml", feeds.idee_feed, name="idee_feed"),
    # What a citizen proposes
    path("proposer/", propositions.proposer, name="proposer"),
    path("proposer/merci/", propositions.merci, name="proposer_merci"),
    path("propositions/<str:jeton>/", propositions.proposition, name="proposition"),
    path("idees/<slug:slug>/", views.idee_detail, name="idee_detail"),
    path(
        "idees/<slug:slug>/parcours.json",
        parcours.document,
        {"model": Idee},
        name="idee_parcours",
    ),
]
