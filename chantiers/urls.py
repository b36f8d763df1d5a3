"""Addresses of what cuts across: chantiers, themes, keywords."""

from django.urls import path

from chantiers import views

app_name = "chantiers"

urlpatterns = [
    # chantiers/
    path("chantiers/", views.chantier_list, name="chantier_list"),
    path("chantiers/<slug:slug>/", views.chantier_detail, name="chantier_detail"),
    # themes/
    path("themes/", views.theme_list, name="theme_list"),
    path("themes/<slug:slug>/", views.theme_detail, name="theme_detail"),
    # mots-cles/
    path("mots-cles/<slug:slug>/", views.motcle_detail, name="motcle_detail"),
]
