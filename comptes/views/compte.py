"""« Ma connexion »: what a person signs in with, their recovery codes, their sessions."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_http_methods, require_POST

from comptes import second_facteur
from solidaires.confidentialite import confidentielle

Nature = Authenticator.Type

_ajouter_application = ActivateTOTPView.as_view(template_name="comptes/application.html")
_retirer_application = DeactivateTOTPView.as_view(
    template_name="comptes/application_retirer.html"
)
_ajouter_cle = AddWebAuthnView.as_view(template_name="comptes/cle.html")
_nommer_cle = EditWebAuthnView.as_view(
    template_name="comptes/cle_nommer.html", success_url=reverse_lazy("mfa_index")
)
_retirer_cle = RemoveWebAuthnView.as_view(
    template_name="comptes/cle_retirer.html", success_url=reverse_lazy("mfa_index")
)
_nouveaux_codes = GenerateRecoveryCodesView.as_view(template_name="comptes/codes_nouveaux.html")


def prive(vue):
    """A page of one's own account: signed in, never kept by caches."""
    return confidentielle(login_required(require_http_methods(["GET", "HEAD", "POST"])(vue)))


@prive
def ma_connexion(request):
    avec = {nature: [] for nature in Nature}
    for moyen in Authenticator.objects.filter(user=request.user).order_by("pk"):
        avec[moyen.type].append(moyen)
    return render(
        request,
        "comptes/ma_connexion.html",
        {
            "cles": avec[Nature.WEBAUTHN],
            "application": next(iter(avec[Nature.TOTP]), None),
            "codes": next((m.wrap() for m in avec[Nature.RECOVERY_CODES]), None),
            "exige": second_facteur.est_exige(request.user),
            "manque": not (avec[Nature.WEBAUTHN] or avec[Nature.TOTP]),
        },
    )


@prive
def ajouter_application(request):
    return _ajouter(request, _ajouter_application, Nature.TOTP)


@prive
def ajouter_cle(request):
    return _ajouter(request, _ajouter_cle, Nature.WEBAUTHN)


@prive
def nommer_cle(request, pk):
    return _nommer_cle(request, pk=pk)


@prive
def retirer_application(request):
    application = get_object_or_404(Authenticator, user=request.user, type=Nature.TOTP)
    return _retirer(request, application, _retirer_application)


@prive
def retirer_cle(request, pk):
    cle = get_object_or_404(Authenticator, user=request.user, type=Nature.WEBAUTHN, pk=pk)
    return _retirer(request, cle, _retirer_cle, pk=pk)


@prive
@reauthentication_required(app="allauth.mfa")
def codes_de_secours(request):
    """The codes, until the person says that they kept them; never again after that."""
    codes = _codes(request)
    if codes is None:
        return redirect("mfa_index")
    if request.method == "POST":
        codes.mark_as_viewed()
        messages.success(request, "Vos codes de secours ne seront plus affichés.")
        return redirect(request.session.pop(second_facteur.SUITE, "mfa_index"))
    montres = [] if codes.did_view else codes.get_unused_codes()
    return render(request, "comptes/codes_de_secours.html", {"codes": montres})


@prive
@reauthentication_required(app="allauth.mfa")
def telecharger_les_codes(request):
    """The same codes as a text file, as long as the page shows them."""
    codes = _codes(request)
    if codes is None or codes.did_view:
        return redirect("mfa_view_recovery_codes")
    lignes = [
        f"Codes de secours de {request.user.email} pour {request.get_host()}",
        "Chacun remplace une fois le second facteur.",
        "",
        *(f"{code[:4]} {code[4:]}" for code in codes.get_unused_codes()),
        "",
    ]
    response = HttpResponse("\r\n".join(lignes), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="codes-de-secours.txt"'
    return response


@prive
def nouveaux_codes(request):
    """Ten new codes in place of those that are left."""
    if not second_facteur.facteurs(request.user).exists():
        return redirect("mfa_index")
    return _nouveaux_codes(request)


@confidentielle
@login_required
@require_POST
def fermer_partout(request):
    """End every session of the person, this one included."""
    request.user.close_sessions()
    logout(request)
    messages.success(request, "Toutes vos sessions sont fermées, sur tous vos appareils.")
    return redirect("account_login")


def _ajouter(request, vue, nature):
    """Who just added a factor has just used it: the session counts as opened with it."""
    avant = second_facteur.facteurs(request.user).count()
    response = vue(request)
    if second_facteur.facteurs(request.user).count() > avant:
        second_facteur.noter(request, nature)
    return response


def _retirer(request, facteur, vue, **kwargs):
    """Ends the other sessions too: what is taken away may be in somebody else's hands."""
    if not get_adapter().can_delete_authenticator(facteur):
        messages.error(request, get_adapter().error_messages["cannot_delete_authenticator"])
        return redirect("mfa_index")
    response = vue(request, **kwargs)
    if not Authenticator.objects.filter(pk=facteur.pk).exists():
        request.user.close_sessions()
        update_session_auth_hash(request, request.user)
    return response


def _codes(request):
    """The person's recovery codes; None when they have no second factor."""
    codes = Authenticator.objects.filter(user=request.user, type=Nature.RECOVERY_CODES).first()
    return codes and codes.wrap()
