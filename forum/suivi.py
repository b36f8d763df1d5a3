"""The life of a proposal: received, confirmed, made an Idee, followed by whoever sent it.

Its link, sent by mail, first confirms the address then shows where the idea stands.
"""

import re
from datetime import timedelta
from html import escape

from django.db import IntegrityError, transaction
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone

from comptes.models import User
from courrier.models import Courriel
from courrier.poste import absolue, poster
from forum.models import Idee, Proposition
from forum.nouvelles import is_a_completer
from protection import jetons
from protection.formulaires import is_nouveau
from redaction import instantane, versions
from solidaires import texte
from solidaires.publication import Etat, TransitionImpossible

USAGE = "proposition"
# An address that is not confirmed by then is forgotten, with the text.
DELAI_DE_CONFIRMATION = timedelta(days=7)
# How long an address is kept after a refusal or a public answer; without either, after the sending.
CONSERVATION = timedelta(days=183)
CONSERVATION_AU_PLUS = timedelta(days=730)
# Of a title, a signature, an organisation: characters.
LONGUEUR = 200


def adresse(proposition):
    """The path of its page, for whoever sent it."""
    return reverse("forum:proposition", args=[jetons.signer(USAGE, proposition.pk)])


def is_perimee(proposition, maintenant=None):
    """Whether its address was not confirmed in time."""
    limite = (maintenant or timezone.now()) - DELAI_DE_CONFIRMATION
    return proposition.confirmee_at is None and proposition.created_at <= limite


def recevoir(proposition):
    """Keep an unsaved Proposition and send its link to be confirmed.

    The same idea from the same address is the same proposal, signed as the last time: its link is
    sent again, once an hour at most for the same words. The mail repeats nothing of what was typed: its address may be somebody else's.
    """
    maintenant = timezone.now()
    signature = {cle: getattr(proposition, cle) for cle in ("signature", "organisation")}
    mots = [proposition.email.lower(), proposition.titre, proposition.texte]
    with transaction.atomic():
        if not is_nouveau("proposition", [*mots, *signature.values()]):
            return
        deja = (
            Proposition.objects.select_for_update()
            .filter(
                email__iexact=proposition.email,
                titre=proposition.titre,
                texte=proposition.texte,
            )
            .first()
        )
        if deja is None:
            proposition.created_at = maintenant
            proposition.save()
        elif deja.confirmee_at is None:
            champs = {**signature, "created_at": maintenant}
            Proposition.objects.filter(pk=deja.pk).update(**champs)
        proposition = deja or proposition
        poster(
            "proposition_confirmer",
            proposition.email,
            {
                "numero": proposition.numero,
                "lien": absolue(adresse(proposition)),
                "jours": DELAI_DE_CONFIRMATION.days,
            },
            cle=f"proposition:{proposition.pk}:confirmer:{maintenant:%Y%m%d%H%M%S}",
            secret=True,
            expire_at=maintenant + DELAI_DE_CONFIRMATION,
        )


def confirmer(proposition):
    """Make it an Idee that waits for the coordination; a second time does nothing more."""
    with transaction.atomic():
        proposition = Proposition.objects.select_for_update().get(pk=proposition.pk)
        if proposition.confirmee_at is not None:
            return
        idee = _creer_idee(proposition)
        proposition.idee = idee
        proposition.confirmee_at = timezone.now()
        proposition.save(update_fields=["idee", "confirmee_at"])
        versions.saisir(idee)
        idee.submit()
        _ecrire("proposition_recue", proposition, idee, "recue")


def preciser(proposition, precision):
    """Add what was missing to the text of its idea, and hand it over for review again.

    Raises TransitionImpossible when nothing is asked any more.
    """
    with transaction.atomic():
        idee = proposition.idee and versions.verrouiller(proposition.idee)
        if not is_a_completer(idee):
            raise TransitionImpossible(
                f"Votre idée n’attend plus de précision{texte.INSECABLE}: gardez une copie de "
                "votre texte."
            )
        contenu = instantane.prendre(idee)
        contenu["champs"]["corps"] += _en_html(precision)
        idee.submit()
        versions.enregistrer(
            idee,
            contenu,
            auteur=User.objects.automate(),
            resume="Précision de la personne qui a proposé l’idée",
        )


def raconter(objet, avant, motif):
    """Witness of the changes of state: whoever proposed the idea reads what becomes of it."""
    if not isinstance(objet, Idee):
        return
    proposition = Proposition.objects.filter(idee=objet).exclude(email="").first()
    if proposition is None:
        return
    if objet.etat == Etat.PUBLIEE and avant != Etat.PUBLIEE:
        annoncer(proposition, objet)
    elif objet.etat == Etat.A_COMPLETER:
        _ecrire("proposition_a_completer", proposition, objet, _moment(objet), motif=motif)
    elif objet.etat == Etat.REFUSEE:
        _ecrire("proposition_refusee", proposition, objet, _moment(objet), motif=motif)


def a_annoncer():
    """The proposals whose idea is online, or answered, without its author knowing. One query.

    The clock puts a scheduled idea online, and an answer comes with a version: no verb tells it.
    """
    cle = Concat(Value("proposition:"), Cast("pk", CharField()), Value(":publiee"))
    dite = Exists(Courriel.objects.filter(cle=OuterRef("cle_publiee")))
    return (
        Proposition.objects.exclude(email="")
        .filter(idee__in=Idee.objects.published(), reponse_annoncee_at=None)
        .annotate(cle_publiee=cle)
        .filter(~Q(idee__reponse="") | ~dite)
        .select_related("idee")
        .order_by("pk")
    )


def annoncer(proposition, idee):
    """Say that the idea is online, once, and that it is answered, once; together when they come so."""
    page = absolue(idee.get_absolute_url())
    with transaction.atomic():
        if idee.reponse and _noter_reponse(proposition):
            page = f"{page}#titre-reponse"
            _ecrire("proposition_reponse", proposition, idee, "reponse", page=page)
        elif not idee.reponse:
            _ecrire("proposition_publiee", proposition, idee, "publiee", page=page)


def _noter_reponse(proposition):
    """One UPDATE decides who says it."""
    sienne = Proposition.objects.filter(pk=proposition.pk, reponse_annoncee_at=None)
    return sienne.update(reponse_annoncee_at=timezone.now())


def _ecrire(gabarit, proposition, idee, moment, **contexte):
    return poster(
        gabarit,
        proposition.email,
        {
            "titre": texte.extrait(idee.titre, 100),
            "numero": proposition.numero,
            "lien": absolue(adresse(proposition)),
            **contexte,
        },
        cle=f"proposition:{proposition.pk}:{moment}",
        secret=True,
        suivi=idee.get_admin_url(),
    )


def _moment(idee):
    """Names one change of state among those that may happen again."""
    return f"{idee.etat}:{idee.updated_at:%Y%m%d%H%M%S%f}"


def _creer_idee(proposition):
    """A draft with the words of a proposal, at the first address that is free."""
    base = texte.slugifier(proposition.titre) or "idee"
    champs = {
        "titre": _typographier(proposition.titre),
        "corps": _en_html(proposition.texte),
        "auteur": _typographier(proposition.signature),
        "organisation": _typographier(proposition.organisation),
        "annee": timezone.localdate(proposition.created_at).year,
    }
    try:
        with transaction.atomic():
            return Idee.objects.create(slug=base, **champs)
    except IntegrityError:
        return Idee.objects.create(slug=f"{base}-{proposition.numero.lower()}", **champs)


def _typographier(ligne):
    """Typeset, unless its new spaces make it too long to be kept."""
    ecrite = texte.typographier(ligne)
    return ecrite if len(ecrite) <= LONGUEUR else ligne


def _en_html(saisie):
    """Plain text as safe HTML: a blank line ends a paragraph, any other end of line stays one."""
    paragraphes = []
    for bloc in re.split(r"\n\s*\n", saisie):
        lignes = [texte.typographier(texte.une_ligne(ligne)) for ligne in bloc.splitlines()]
        paragraphes.append("<br>".join(escape(ligne, quote=False) for ligne in lignes if ligne))
    return texte.assainir("".join(f"<p>{paragraphe}</p>" for paragraphe in paragraphes))
