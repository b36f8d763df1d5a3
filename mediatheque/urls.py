"""Addresses of stored files (being written)."""

app_name = "mediatheque"
urlpatterns = []
