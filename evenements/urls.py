"""Addresses of Les Journées and of the calendar."""

from django.urls import path

from chantiers import parcours
from evenements import feeds, views
from evenements.models import Journees, RendezVous

app_name = "evenements"

urlpatterns = [
    # journees/
    path("journees/", views.journees_list, name="journees_list"),
    path("journees/citations/", views.citation_list, name="citation_list"),
    path("journees/atom.xml", feeds.journees_feed, name="journees_feed"),
    path("journees/<slug:slug>/", views.journees_detail, name="journees_detail"),
    path(
        "journees/<slug:slug>/parcours.json",
        parcours.document,
        {"model": Journees},
        name="journees_parcours",
    ),
    path("journees/<slug:slug>.ics", views.journees_ics, name="journees_ics"),
    # calendrier/
    path("calendrier/", views.rendezvous_list, name="rendezvous_list"),
    path("calendrier/atom.xml", feeds.rendezvous_feed, name="rendezvous_feed"),
    path("calendrier.ics", views.calendrier_ics, name="calendrier_ics"),
    path("calendrier/<slug:slug>/", views.rendezvous_detail, name="rendezvous_detail"),
    path(
        "calendrier/<slug:slug>/parcours.json",
        parcours.document,
        {"model": RendezVous},
        name="rendezvous_parcours",
    ),
    path("calendrier/<slug:slug>.ics", views.rendezvous_ics, name="rendezvous_ics"),
]
