"""What the author of a proposal reads of it: the steps passed and where it stands. No query."""

from django.utils import timezone
from django.utils.formats import date_format

from solidaires import texte
from solidaires.publication import Etat


def etapes(proposition):
    """The dated steps of a confirmed proposal for `_parcours.html`, the last being the present one.

    Its idea comes with it (`select_related`).
    """
    passees = [
        _etape("Reçue", proposition.created_at, f"Sous le numéro {proposition.numero}."),
        _etape("Confirmée", proposition.confirmee_at, "Par le lien reçu à votre adresse."),
        *_presentes(proposition.idee),
    ]
    passees[-1]["ici"] = True
    return passees


def is_a_completer(idee):
    """Whether the coordination waits for words of its author."""
    return idee is not None and idee.jetee_at is None and idee.etat == Etat.A_COMPLETER


def _presentes(idee):
    """Where the idea stands: one step, or two once it is answered in public."""
    if idee is None or idee.jetee_at:
        return [
            _etape("Close", idee and idee.jetee_at, "La coordination n’étudie plus cette idée.")
        ]
    match idee.etat_effectif:
        case Etat.PUBLIEE:
            return _publiees(idee)
        case Etat.PROGRAMMEE:
            dit = "Elle sera bientôt en ligne : un courriel vous le dira."
            return [_etape("Retenue pour être publiée", None, dit)]
        case Etat.A_COMPLETER:
            return [_etape("À compléter", idee.updated_at, idee.motif)]
        case Etat.REFUSEE:
            return [_etape("Refusée", idee.updated_at, idee.motif)]
        case Etat.RETIREE:
            return [_etape("Retirée du portail", idee.retired_at, idee.motif)]
    return [_etape("En relecture", None, "La coordination lit votre idée, puis vous répond.")]


def _publiees(idee):
    page = idee.get_absolute_url()
    lire = [("Lire l’idée sur le portail", page)]
    publiee = _etape("Publiée", idee.published_at, "Tout le monde peut la lire.", lire)
    if not idee.reponse:
        return [publiee]
    lire = [("Lire la réponse", f"{page}#titre-reponse")]
    dit = "Solutions solidaires a répondu en public."
    return [publiee, _etape("Réponse publiée", idee.date_reponse, dit, lire)]


def _etape(titre, quand, dit, liens=()):
    return {
        "titre": titre,
        "date": _jour(quand),
        "texte": texte.typographier(dit),
        "liens": liens,
    }


def _jour(quand):
    """« 10 mars 2026 », of an instant or a date; "" without."""
    if quand is None:
        return ""
    jour = timezone.localtime(quand) if hasattr(quand, "hour") else quand
    return date_format(jour, "j F Y").replace(" ", texte.INSECABLE)
