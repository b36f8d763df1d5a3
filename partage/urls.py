"""Addresses of what goes with a shared page."""

from django.urls import path

from partage import views

app_name = "partage"

urlpatterns = [path("partage/<str:jeton>.png", views.image, name="image")]
