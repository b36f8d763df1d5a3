"""Signing in: an address, a code or a passkey, then the second factor. The steps are allauth's."""

import logging

from allauth.account import views as allauth
from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView, ReauthenticateWebAuthnView
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from comptes import liens, limites
from comptes.connexion import ouvrir
from solidaires.confidentialite import confidentielle

journal = logging.getLogger("securite")

lire_ou_envoyer = require_http_methods(["GET", "HEAD", "POST"])


class DemandeView(allauth.RequestLoginCodeView):
    template_name = "comptes/connexion.html"

    def form_valid(self, form):
        """An address without account takes as long as another."""
        if form._user is None:
            get_adapter(self.request).feindre_l_envoi(form.cleaned_data["email"])
        return super().form_valid(form)


_demander_un_code = DemandeView.as_view()
_saisir_le_code = allauth.ConfirmLoginCodeView.as_view(template_name="comptes/code.html")
_second_facteur = AuthenticateView.as_view(template_name="comptes/second_facteur.html")
_cle = LoginWebAuthnView.as_view()
_sortir = allauth.LogoutView.as_view(template_name="comptes/deconnexion.html")
_confirmer = ReauthenticateView.as_view(template_name="comptes/confirmer.html")
_confirmer_par_cle = ReauthenticateWebAuthnView.as_view(
    template_name="comptes/confirmer_cle.html"
)


@confidentielle
@lire_ou_envoyer
@limites.limite_des_codes
def connexion(request):
    """Whose address it is; a code leaves for it if it has an account. Same answer if it has not."""
    # Asking for another code, or for another address, gives up the one under way.
    if request.method == "POST" or "autre" in request.GET:
        clear_login(request)
    return _demander_un_code(request)


@confidentielle
@lire_ou_envoyer
@limites.limite_des_essais
def code(request):
    return _saisir_le_code(request)


@confidentielle
@lire_ou_envoyer
@limites.limite_du_second_facteur
def second_facteur(request):
    return _second_facteur(request)


@confidentielle
@lire_ou_envoyer
@limites.limite_des_cles
def cle(request):
    """What the browser asks a passkey, then its answer."""
    return _cle(request)


@confidentielle
@lire_ou_envoyer
@limites.limite_des_liens
def lien(request, jeton):
    """A link given by a command. Opening it changes nothing, for mail scanners do; the button does."""
    user = liens.lire(jeton)
    if user is not None and request.method == "POST":
        if liens.depenser(jeton):
            journal.warning("user %s signed in with a link given by a command", user.pk)
            return ouvrir(request, user)
        user = None
    if user is None:
        return render(request, "comptes/lien_perime.html", status=410)
    return render(request, "comptes/lien.html", {"personne": user})


@confidentielle
@lire_ou_envoyer
def deconnexion(request):
    return _sortir(request)


@confidentielle
@lire_ou_envoyer
@limites.limite_du_second_facteur
def confirmer(request):
    """The second factor once more, before a change to what one signs in with."""
    return _confirmer(request)


@confidentielle
@lire_ou_envoyer
@limites.limite_du_second_facteur
def confirmer_par_cle(request):
    return _confirmer_par_cle(request)
