"""Addresses of Les Journées and of the calendar."""

from django.urls import path

from evenements import feeds, views

app_name = "evenements"

urlpatterns = [
    # journees/
    path("journees/", views.journees_list, name="journees_list"),
    path("journees/citations/", views.citation_list, name="citation_list"),
    path("journees/<slug:slug>/", views.journees_detail, name="journees_detail"),
    # calendrier/
    path("calendrier/", views.rendezvous_list, name="rendezvous_list"),
    path("calendrier/atom.xml", feeds.RendezVousFeed(), name="rendezvous_feed"),
    path("calendrier/<slug:slug>/", views.rendezvous_detail, name="rendezvous_detail"),
]
