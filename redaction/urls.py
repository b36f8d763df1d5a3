"""The one public address of the desk: a preview link."""

from django.urls import path

from redaction import views

app_name = "redaction"

urlpatterns = [
    path("apercu/<slug:jeton>/", views.apercu, name="apercu"),
]
