"""Every address of the portal, in the order of the menu."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("gestion/", admin.site.urls),
    # mediatheque
]
