"""Short addresses, for print and for QR codes."""

from django.urls import path

from adresses import views

app_name = "adresses"

urlpatterns = [
    path("i/<int:numero>", views.courte, name="courte"),
    path("i/<int:numero>/", views.courte),
]
