"""Addresses of the search."""

from django.urls import path

from recherche import views

app_name = "recherche"

urlpatterns = [
    path("", views.recherche, name="recherche"),
    path("suggestions.json", views.suggestions, name="suggestions"),
]
