"""Addresses of the reports."""

from django.urls import path

from signalements import views

app_name = "signalements"

urlpatterns = [
    path("", views.signaler, name="signaler"),
    path("merci/", views.merci, name="merci"),
]
