"""Addresses of sign-in and of one's own account: those of django-allauth that serve, in French.

The names with « account_ » and « mfa_ » are those that allauth looks for.
"""

from django.urls import path
from django.views.generic import RedirectView

from comptes.views import compte, connexion

urlpatterns = [
    # Signing in: one page, under the two names that allauth knows it by
    path("connexion/", connexion.connexion, name="account_login"),
    path("connexion/", connexion.connexion, name="account_request_login_code"),
    path("connexion/code/", connexion.code, name="account_confirm_login_code"),
    path("connexion/cle/", connexion.cle, name="mfa_login_webauthn"),
    path("connexion/second-facteur/", connexion.second_facteur, name="mfa_authenticate"),
    path("connexion/lien/<str:jeton>/", connexion.lien, name="compte_lien"),
    path("deconnexion/", connexion.deconnexion, name="account_logout"),
    # The second factor again, before a change
    path("confirmer/", connexion.confirmer, name="mfa_reauthenticate"),
    path("confirmer/cle/", connexion.confirmer_par_cle, name="mfa_reauthenticate_webauthn"),
    # What one signs in with
    path("", compte.ma_connexion, name="mfa_index"),
    path("application/", compte.ajouter_application, name="mfa_activate_totp"),
    path("application/retirer/", compte.retirer_application, name="mfa_deactivate_totp"),
    path("cles/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("cles/ajouter/", compte.ajouter_cle, name="mfa_add_webauthn"),
    path("cles/<int:pk>/nommer/", compte.nommer_cle, name="mfa_edit_webauthn"),
    path("cles/<int:pk>/retirer/", compte.retirer_cle, name="mfa_remove_webauthn"),
    # For the day when the second factor is lost
    path("codes-de-secours/", compte.codes_de_secours, name="mfa_view_recovery_codes"),
    path(
        "codes-de-secours/nouveaux/", compte.nouveaux_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "codes-de-secours/telecharger/",
        compte.telecharger_les_codes,
        name="compte_codes_telecharger",
    ),
    path("sessions/fermer/", compte.fermer_partout, name="compte_fermer_partout"),
]
