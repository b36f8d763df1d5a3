"""Addresses of La Fabrique."""

from django.urls import path

from fabrique import feeds, views

app_name = "fabrique"

urlpatterns = [
    path("initiatives/", views.initiative_list, name="initiative_list"),
    path("initiatives/carte/", views.initiative_carte, name="initiative_carte"),
    path("initiatives/export.csv", views.initiative_csv, name="initiative_csv"),
    path("initiatives/atom.xml", feeds.initiative_feed, name="initiative_feed"),
    path("initiatives/<slug:slug>/", views.initiative_detail, name="initiative_detail"),
]
