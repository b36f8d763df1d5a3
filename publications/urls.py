"""Addresses of the publications."""

from django.urls import path

from chantiers import parcours
from publications import feeds, views
from publications.models import FocusLibe, Note, Podcast

app_name = "publications"

urlpatterns = [
    path("", views.publication_list, name="publication_list"),
    path("atom.xml", feeds.publication_feed, name="publication_feed"),
    # focus/
    path("focus/", views.focuslibe_list, name="focuslibe_list"),
    path("focus/<slug:slug>/", views.focuslibe_detail, name="focuslibe_detail"),
    path(
        "focus/<slug:slug>/parcours.json",
        parcours.document,
        {"model": FocusLibe},
        name="focuslibe_parcours",
    ),
    # notes/
    path("notes/", views.note_list, name="note_list"),
    path("notes/<slug:slug>/", views.note_detail, name="note_detail"),
    path(
        "notes/<slug:slug>/parcours.json",
        parcours.document,
        {"model": Note},
        name="note_parcours",
    ),
    # podcasts/
    path("podcasts/", views.podcast_list, name="podcast_list"),
    path("podcasts/<slug:slug>/", views.podcast_detail, name="podcast_detail"),
    path(
        "podcasts/<slug:slug>/parcours.json",
        parcours.document,
        {"model": Podcast},
        name="podcast_parcours",
    ),
]
