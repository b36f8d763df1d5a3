"""What calendars hold of an event and of its séances, and the number that tells them of a change."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.timezone import get_default_timezone

from evenements.ical import Entree
from evenements.models import Annonce, Format, Journees, RendezVous, Seance
from solidaires import texte
from solidaires.publication import EN_LIGNE, au_changement


def de_tous(*lots):
    """The entries of whole querysets of events: what is published and dated, soonest first.

    Two queries per queryset, and one for the numbers.
    """
    evenements = [
        evenement
        for lot in lots
        for evenement in lot.published()
        .filter(date_debut__isnull=False)
        .prefetch_related("themes")
    ]
    evenements.sort(key=lambda e: (e.date_debut, cle(e)))
    return _numeroter([_de_l_evenement(evenement) for evenement in evenements])


def de_l_evenement(evenement):
    """The entries of one event: its days, then its séances whose hour is known. Three queries."""
    return _numeroter(_entrees(evenement))


def cle(objet):
    """« seance-12 »: what an entry is known by, whatever becomes of its title and address."""
    return f"{objet._meta.model_name}-{objet.pk}"


@au_changement
def suivre(objet):
    """Give a new number to what moved, took place elsewhere or was called off, once it is online."""
    evenement = objet.evenement if isinstance(objet, Seance) else objet
    if not isinstance(evenement, Journees | RendezVous) or evenement.etat not in EN_LIGNE:
        return
    dites = {_cle(entree): _empreinte(entree) for entree in _entrees(evenement)}
    annonces = {a.cle: a for a in Annonce.objects.filter(cle__in=dites)}
    changees = []
    for cle_, empreinte in dites.items():
        ancienne = annonces.get(cle_)
        if ancienne is None:
            changees.append(Annonce(cle=cle_, empreinte=empreinte))
        elif ancienne.empreinte != empreinte:
            numero = ancienne.sequence + 1
            changees.append(Annonce(cle=cle_, empreinte=empreinte, sequence=numero))
    Annonce.objects.bulk_create(
        changees,
        update_conflicts=True,
        unique_fields=["cle"],
        update_fields=["empreinte", "sequence"],
    )


def _empreinte(entree):
    """The digest of what makes people come at another hour, elsewhere, or not at all."""
    dit = "\n".join(map(str, [entree.debut, entree.fin, entree.lieu, entree.is_annulee]))
    return hashlib.sha256(dit.encode()).hexdigest()


def _cle(entree):
    return entree.uid.partition("@")[0]


def _numeroter(entrees):
    """The same, each with its number. One query."""
    annonces = Annonce.objects.filter(cle__in=[_cle(entree) for entree in entrees])
    numeros = dict(annonces.values_list("cle", "sequence"))
    return [replace(entree, sequence=numeros.get(_cle(entree), 0)) for entree in entrees]


def _entrees(evenement):
    """Its entries, without their numbers; a day or an hour that is not known makes none. Two queries."""
    jours = [_de_l_evenement(evenement)] if evenement.date_debut else []
    return jours + [
        _de_la_seance(seance, evenement, jour)
        for seance in evenement.seances.filter(heure_debut__isnull=False)
        if (jour := seance.date or evenement.jour_unique)
    ]


def _de_l_evenement(evenement):
    edition = isinstance(evenement, Journees)
    sous_titre = evenement.accroche if edition else evenement.titre_edition
    return _entree(
        evenement,
        evenement,
        titre=" – ".join(filter(None, [str(evenement), sous_titre])),
        debut=evenement.date_debut,
        fin=evenement.date_fin,
        lieu=_lieu(evenement),
        resume=evenement.presentation or ("" if edition else evenement.participation),
        categories=tuple(theme.nom for theme in evenement.themes.all()),
        chemin=evenement.get_absolute_url(),
    )


def _de_la_seance(seance, evenement, jour):
    return _entree(
        seance,
        evenement,
        titre=f"{seance} ({evenement})",
        debut=_instant(jour, seance.heure_debut),
        fin=_instant(jour, seance.heure_fin) if seance.heure_fin else None,
        lieu=", ".join(filter(None, [seance.salle, _lieu(evenement)])),
        resume=seance.resume,
        categories=(seance.get_type_display(),),
        chemin=f"{evenement.get_absolute_url()}#{seance.ancre}",
    )


def _entree(objet, evenement, *, titre, resume, chemin, **autres):
    """`objet`: the event or one of its séances, which is not held when the event is not."""
    changees = [tenu for tenu in (evenement, objet) if tenu.tenue]
    annulees = [tenu for tenu in changees if tenu.is_hors_agenda]
    dite = next(iter([*annulees, *changees]), None)
    adresse = urljoin(settings.ADRESSE_DU_PORTAIL, chemin)
    return Entree(
        uid=f"{cle(objet)}@{urlsplit(settings.ADRESSE_DU_PORTAIL).hostname}",
        # Many programs do not show the status: the title says it too.
        titre=texte.typographier(f"{dite.tenue_en_un_mot} : {titre}" if annulees else titre),
        is_annulee=bool(annulees),
        description=(
            texte.typographier(f"{dite.tenue_en_clair}. {dite.raison}") if dite else "",
            texte.extrait(resume, 600),
            adresse,
        ),
        url=adresse,
        modifie_le=max(evenement.updated_at, evenement.published_at),
        **autres,
    )


def _instant(jour, heure):
    """A day and an hour of Paris as the instant that every clock agrees on."""
    return datetime.combine(jour, heure, tzinfo=get_default_timezone()).astimezone(UTC)


def _lieu(evenement):
    """« Palais d’Iéna, Paris »; « En ligne » for what has no other place."""
    en_ligne = isinstance(evenement, Journees) and evenement.format == Format.EN_LIGNE
    ou = dict.fromkeys(filter(None, [evenement.lieu, evenement.ville]))
    return ", ".join(ou) or ("En ligne" if en_ligne else "")
