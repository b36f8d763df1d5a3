"""The public page of one version, exactly as a visitor would get it; the links that show it outside."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urldefrag

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.handlers.wsgi import WSGIRequest
from django.db import IntegrityError
from django.db.models import F
from django.forms import Form
from django.http import Http404
from django.shortcuts import render
from django.urls import resolve
from django.utils import timezone

from redaction import versions
from redaction.models import LienApercu, Revision

# Answers that one link takes: whoever holds it cannot fill the queue.
REPONSES_AU_PLUS = 20
# What the public page may know of the real request: the name it was asked under, nothing of whom.
_ENVIRONNEMENT = (
    "HTTP_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "SERVER_NAME",
    "SERVER_PORT",
    "wsgi.input",
    "wsgi.url_scheme",
)


@dataclass(frozen=True)
class Bandeau:
    """What base.html says around the preview of a version.

    `en_ligne`: the public already reads these words. `ancre`: where the thing stands when it shows
    inside the page of another, "" otherwise. `lien`: the preview link that was opened, None in the
    back office; then `formulaire` takes the answer, or is None when no more is taken. `adresse`:
    where the answer is posted. `cadre`: the page is shown in a frame, and its links open outside.
    `retour`: where the person who wrote it came from, "" for nowhere.
    """

    revision: Revision
    en_ligne: bool
    ancre: str = ""
    lien: LienApercu | None = None
    formulaire: Form | None = None
    adresse: str = ""
    merci: bool = False
    cadre: bool = False
    retour: str = ""


def rendre(request, revision, **bandeau):
    """The public page of a version for somebody without any right, with its banner.

    `bandeau`: fields of Bandeau beside the version. The rows are as before on return. The answer
    has the status 404 and says why when there is nothing to see.
    """
    en_ligne = _is_online(revision)
    try:
        with versions.essayer(revision) as objet:
            chemin, ancre = urldefrag(objet.get_absolute_url())
            page = demande_publique(request, chemin)
            page.bandeau = Bandeau(revision, en_ligne, ancre, **bandeau)
            page.resolver_match = resolve(chemin)
            vue, args, kwargs = page.resolver_match
            return vue(page, *args, **kwargs)
    except Http404:
        raison = (
            "Elle se montre sur la page d’une autre fiche, et cette autre page n’est pas publique. "
            "Il faut d’abord la mettre en ligne."
            if ancre
            else "Même mise en ligne, son adresse ne mène à aucune page."
        )
    except ValidationError as erreur:
        raison = " ".join(erreur.messages)
    except IntegrityError:
        raison = (
            "Elle contredit ce qui est enregistré aujourd’hui : une autre fiche a peut-être pris "
            "son adresse."
        )
    return render(
        demande_publique(request, request.path),
        "redaction/apercu_absent.html",
        {"raison": raison},
        status=404,
    )


def demande_publique(request, chemin):
    """The request that an anonymous visitor would make for `chemin` on this host: no cookie, no user."""
    connus = {cle: request.META[cle] for cle in _ENVIRONNEMENT if cle in request.META}
    demande = WSGIRequest({**connus, "REQUEST_METHOD": "GET", "PATH_INFO": chemin})
    demande.user = AnonymousUser()
    return demande


def creer_lien(revision, *, destinataire, jours, auteur):
    """A new preview link of a recorded version. Returns it with its token, which is not kept."""
    jeton = secrets.token_urlsafe(32)
    creation = timezone.now()
    lien = LienApercu.objects.create(
        revision=revision,
        destinataire=destinataire,
        empreinte=_empreinte(jeton),
        auteur=auteur,
        created_at=creation,
        expires_at=creation + timedelta(days=jours),
    )
    return lien, jeton


def trouver_lien(jeton):
    """The preview link that has this token, open or not; None when there is none. One query."""
    return (
        LienApercu.objects.filter(empreinte=_empreinte(jeton))
        .select_related("revision__auteur")
        .first()
    )


def fermeture(lien):
    """Why a preview link shows nothing any more, as a sentence; "" when it is open."""
    if lien.revoked_at is not None:
        return "Ce lien a été révoqué."
    if not lien.is_open:
        return "La durée de ce lien est écoulée."
    if lien.revision.objet is None or lien.revision.objet.jetee_at is not None:
        return "Ce que ce lien montrait n’est plus proposé."
    return ""


def compter_acces(lien):
    """One more opening, even when two people open it together."""
    LienApercu.objects.filter(pk=lien.pk).update(
        acces=F("acces") + 1, dernier_acces_at=timezone.now()
    )


def _empreinte(jeton):
    return hashlib.sha256(jeton.encode()).hexdigest()


def _is_online(revision):
    objet = revision.objet
    return objet.is_published and versions.actuelle(objet).empreinte == revision.empreinte
