"""Addresses of sign-in and of one's own account: those of django-allauth that serve, in French."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as cles
from django.urls import path

urlpatterns = [
    path("", mfa.index, name="mfa_index"),
    # Signing in: one page under the two names that allauth knows it by
    path("connexion/", account.request_login_code, name="account_login"),
    path("connexion/", account.request_login_code, name="account_request_login_code"),
    path("connexion/code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/cle/", cles.login_webauthn, name="mfa_login_webauthn"),
    path("connexion/second-facteur/", mfa.authenticate, name="mfa_authenticate"),
    path("deconnexion/", account.logout, name="account_logout"),
    # Proving it again before a change
    path("confirmer/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("confirmer/cle/", cles.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    # What one signs in with
    path("application/", totp.activate_totp, name="mfa_activate_totp"),
    path("application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("cles/", cles.list_webauthn, name="mfa_list_webauthn"),
    path("cles/ajouter/", cles.add_webauthn, name="mfa_add_webauthn"),
    path("cles/<int:pk>/nommer/", cles.edit_webauthn, name="mfa_edit_webauthn"),
    path("cles/<int:pk>/retirer/", cles.remove_webauthn, name="mfa_remove_webauthn"),
    path("codes-de-secours/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "codes-de-secours/nouveaux/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
]
