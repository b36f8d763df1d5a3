"""Addresses of the space of the territories."""

from django.urls import path

from espace.proconnect import views as proconnect
from espace.views import (
    accueil,
    amendements,
    collegues,
    depot,
    interets,
    reprises,
    saisie,
    suivi,
    verification,
)

app_name = "espace"

urlpatterns = [
    path("espace/", accueil.accueil, name="accueil"),
    path("espace/<int:territoire>/", accueil.tableau, name="tableau"),
    # Who acts for the territory
    path("espace/<int:territoire>/collegues/", collegues.collegues, name="collegues"),
    path(
        "espace/<int:territoire>/collegues/<int:agent>/fin/",
        collegues.collegue_fin,
        name="collegue_fin",
    ),
    path(
        "espace/<int:territoire>/collegues/<int:agent>/referent/",
        collegues.collegue_referent,
        name="collegue_referent",
    ),
    path(
        "espace/<int:territoire>/invitations/<int:invitation>/renvoyer/",
        collegues.invitation_renouveler,
        name="invitation_renouveler",
    ),
    path(
        "espace/<int:territoire>/invitations/<int:invitation>/annuler/",
        collegues.invitation_annuler,
        name="invitation_annuler",
    ),
    path("invitation/<str:jeton>/", collegues.invitation, name="invitation"),
    # A sheet, step by step
    path("espace/<int:territoire>/fiches/nouvelle/", depot.nouvelle, name="nouvelle"),
    path("espace/fiches/<int:fiche>/saisie/<slug:etape>/", saisie.etape, name="etape"),
    path("espace/fiches/<int:fiche>/apercu/", saisie.apercu, name="apercu"),
    path("espace/fiches/<int:fiche>/envoyer/", depot.envoyer, name="envoyer"),
    path("espace/fiches/<int:fiche>/recu/", depot.recu, name="recu"),
    # What becomes of it
    path("espace/fiches/<int:fiche>/", suivi.fiche, name="fiche"),
    path("espace/fiches/<int:fiche>/modifier/", amendements.commencer, name="amender"),
    path("espace/propositions/<int:amendement>/", amendements.amendement, name="amendement"),
    # Between territories
    path("espace/<int:territoire>/reprises/", reprises.reprises, name="reprises"),
    path("espace/reprendre/<slug:slug>/", reprises.reprendre, name="reprendre"),
    path("espace/reprises/<int:reprise>/", reprises.reprise, name="reprise"),
    path("espace/interet/<slug:slug>/", interets.interesser, name="interesser"),
    path("espace/interets/<int:interet>/", interets.interet, name="interet"),
    # ProConnect
    path("connexion/proconnect/", proconnect.commencer, name="proconnect_commencer"),
    path("connexion/proconnect/retour/", proconnect.retour, name="proconnect_retour"),
    path("connexion/proconnect/demande/", proconnect.demande, name="proconnect_demande"),
    path("connexion/proconnect/changer/", proconnect.changer, name="proconnect_changer"),
    path("connexion/proconnect/fin/", proconnect.fin, name="proconnect_fin"),
    # Once a year
    path("espace/fiches/<int:fiche>/confirmer/", verification.confirmer, name="confirmer"),
    path("actualite/<str:jeton>/", verification.actualite, name="actualite"),
]
