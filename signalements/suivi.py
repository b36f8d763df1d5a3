"""The life of a report: received with a number and a date, answered or set aside, then emptied."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from courrier.poste import poster
from protection import jetons
from protection.formulaires import is_nouveau
from signalements.models import DELAI, Signalement
from solidaires.texte import INSECABLE

# The use of the token of a receipt. It names the row 0 for a robot, that is thanked all the same.
USAGE = "signalement"
# How long the address and the equipment are kept after the answer.
CONSERVATION = timedelta(days=183)


def recu(signalement=None):
    """The path of the receipt."""
    jeton = jetons.signer(USAGE, signalement.pk if signalement else 0)
    return f"{reverse('signalements:merci')}?recu={jeton}"


def jour(instant):
    """« 17 mars 2026 », in Paris, never cut at the end of a line."""
    return date_format(timezone.localtime(instant), "j F Y").replace(" ", INSECABLE)


def recevoir(signalement):
    """Keep an unsaved Signalement and write its receipt. Returns it, or the one that says the same.

    The mail repeats nothing of what was typed: its address may be somebody else's.
    """
    memes = {cle: getattr(signalement, cle) for cle in ("genre", "page", "texte", "email")}
    with transaction.atomic():
        if not is_nouveau("signalement", memes.values()):
            return Signalement.objects.filter(**memes).first()
        signalement.save()
        if signalement.email:
            poster(
                "signalement_recu",
                signalement.email,
                {
                    "numero": signalement.numero,
                    "echeance": jour(signalement.echeance_at),
                    "jours": DELAI.days,
                },
                cle=f"signalement:{signalement.pk}:recu",
                suivi=signalement.get_admin_url(),
            )
    return signalement


def clore(signalement, etat, reponse):
    """Answer a report, or set it aside with a reason; one UPDATE decides.

    The answer is mailed when an address was given, the reason to nobody. Raises ValidationError when
    somebody did it before.
    """
    with transaction.atomic():
        ouvert = Signalement.objects.filter(pk=signalement.pk, etat=Signalement.Etat.RECU)
        if not ouvert.update(etat=etat, reponse=reponse, repondu_at=timezone.now()):
            raise ValidationError("Ce signalement est déjà clos : rechargez la page.")
        if etat == Signalement.Etat.TRAITE and signalement.email:
            poster(
                "signalement_reponse",
                signalement.email,
                {
                    "numero": signalement.numero,
                    "jour": jour(signalement.created_at),
                    "reponse": reponse,
                    "accessibilite": signalement.genre == Signalement.Genre.ACCESSIBILITE,
                },
                cle=f"signalement:{signalement.pk}:reponse",
                suivi=signalement.get_admin_url(),
            )


def oublier(maintenant):
    """Erase the address and the equipment of what was closed long enough ago. Returns how many."""
    vieux = Signalement.objects.filter(repondu_at__lte=maintenant - CONSERVATION)
    return vieux.exclude(email="", technique="").update(email="", technique="")
