"""Addresses of the barometer."""

from django.urls import path

from barometre import views

app_name = "barometre"

urlpatterns = [
    path("", views.vague_list, name="vague_list"),
    path("<slug:slug>/", views.vague_detail, name="vague_detail"),
]
