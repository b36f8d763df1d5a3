"""Addresses of Le Forum."""

from django.urls import path

from forum import feeds, views

app_name = "forum"

urlpatterns = [
    path("idees/", views.idee_list, name="idee_list"),
    path("idees/atom.xml", feeds.IdeeFeed(), name="idee_feed"),
    path("idees/<slug:slug>/", views.idee_detail, name="idee_detail"),
]
