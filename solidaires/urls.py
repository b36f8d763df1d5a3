"""Every address of the portal, in the order of the menu."""

from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.generic import RedirectView

from solidaires import views
from solidaires.sitemaps import SITEMAPS

urlpatterns = [
    path("", views.accueil, name="accueil"),
    # Sections
    path("fabrique/", RedirectView.as_view(pattern_name="fabrique:initiative_list")),
    path("fabrique/", include("fabrique.urls")),
    path("forum/", RedirectView.as_view(pattern_name="forum:idee_list")),
    path("forum/", include("forum.urls")),
    path("", include("evenements.urls")),
    path("publications/", include("publications.urls")),
    path("barometre/", include("barometre.urls")),
    path("territoires/", include("territoires.urls")),
    path("", include("chantiers.urls")),
    path("", include("adresses.urls")),
    path("recherche/", include("recherche.urls")),
    path("", include("partage.urls")),
    # For members, and what readers report
    path("compte/", include("comptes.urls")),
    path("", include("espace.urls")),
    path("signaler/", include("signalements.urls")),
    # A version that is not public yet, for whoever was given the link
    path("", include("redaction.urls")),
    # Machines
    path("atom.xml", views.tout_feed, name="tout_feed"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("sante/", views.sante, name="sante"),
    path("", include("mediatheque.urls")),
    # Back office
    path("admin/", admin.site.urls),
    # Editorial pages answer at the root, so they come last.
    path("", include("pages.urls")),
]
