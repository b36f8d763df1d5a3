"""A mail of the outbox as the message that leaves: headers, plain text, and the HTML made from it.

Nothing of it is fetched from elsewhere: no image, no font, no tracking.
"""

import re
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils.html import format_html

PORTAIL = "Solutions solidaires"
# Mail clients drop style sheets: the only inline styles of the portal, on no page of it.
STYLES = {
    "page": "margin: 0; padding: 0; background-color: #fbf8f2;",
    "cadre": "max-width: 36rem; margin: 0 auto; padding: 24px 16px; font: 17px/1.55 Verdana, Arial, sans-serif; color: #1b1f3b;",
    "tete": "margin: 0; padding: 14px 24px; background-color: #1b1f3b; color: #ffffff; font-weight: bold;",
    "corps": "padding: 8px 24px 16px; background-color: #ffffff; overflow-wrap: break-word;",
    "action": "margin: 20px 0 8px;",
    "bouton": "display: inline-block; padding: 12px 22px; background-color: #0b6e4f; color: #ffffff; font-weight: bold;",
    "adresse": "margin: 0 0 20px; font-size: 14px; color: #4a4f6a; word-break: break-all;",
    "paragraphe": "margin: 16px 0;",
    "pied": "margin: 0; padding: 16px 24px; font-size: 14px; color: #4a4f6a;",
    "lien": "color: #2b4ea2;",
}


class Impossible(ValueError):
    """No message can be made of this mail; its words are for the coordinator."""


def composer(courriel, connexion=None):
    """The EmailMultiAlternatives of a Courriel; the same Message-ID however often it is made.

    Raises Impossible when a header cannot hold what it should.
    """
    try:
        validate_email(courriel.destinataire)
    except ValidationError as erreur:
        raise Impossible("Le destinataire n’est pas une adresse électronique.") from erreur
    domaine = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    signature = (
        f"{PORTAIL}\n{settings.ADRESSE_DU_PORTAIL}\n{' '.join(_pour_repondre()).strip()}"
    )
    message = EmailMultiAlternatives(
        courriel.sujet,
        f"{courriel.texte}\n\n-- \n{signature}\n",
        settings.DEFAULT_FROM_EMAIL,
        [courriel.destinataire],
        reply_to=[settings.CONTACT_EMAIL] if settings.CONTACT_EMAIL else None,
        headers={
            "Message-ID": f"<{courriel.identifiant}@{domaine}>",
            # RFC 3834: holiday answers and the like stay silent.
            "Auto-Submitted": "auto-generated",
        },
        connection=connexion,
    )
    message.attach_alternative(en_html(courriel), "text/html")
    try:
        message.message()
    except ValueError as erreur:
        raise Impossible("L’objet ne peut pas être celui d’un courriel.") from erreur
    return message


def en_html(courriel):
    """Its text as a page for mail clients: each paragraph escaped, the portal's links as buttons."""
    pour_repondre, contact = _pour_repondre()
    return render_to_string(
        "courriels/_cadre.html",
        {
            "styles": {nom: format_html('style="{}"', style) for nom, style in STYLES.items()},
            "sujet": courriel.sujet,
            "paragraphes": [_paragraphe(bloc) for bloc in _blocs(courriel.texte)],
            "nom": PORTAIL,
            "portail": settings.ADRESSE_DU_PORTAIL,
            "pour_repondre": pour_repondre,
            "contact": contact,
        },
    )


def _blocs(texte):
    return [bloc.strip("\n") for bloc in re.split(r"\n[^\S\n]*\n", texte) if bloc.strip()]


def _paragraphe(bloc):
    """{"texte", "lien"}: `lien` when the paragraph is one address of the portal, and only that.

    An address of elsewhere stays text: what somebody typed must not look like a button of ours.
    """
    seul = bloc.strip()
    du_portail = seul.startswith(settings.ADRESSE_DU_PORTAIL) and len(seul.split()) == 1
    return {"texte": bloc, "lien": seul if du_portail else ""}


def _pour_repondre():
    """(sentence, address or ""): how to write back."""
    if settings.CONTACT_EMAIL:
        return "Une question\u00a0? Écrivez à", settings.CONTACT_EMAIL
    return "Ce courriel est envoyé automatiquement\u00a0: personne ne lira de réponse.", ""
