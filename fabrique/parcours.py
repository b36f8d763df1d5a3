"""The life of an initiative as the steps of partials/_parcours.html, oldest first. No query."""

from operator import itemgetter

from solidaires.templatetags.texte import periode
from solidaires.texte import typographier

# An undated debate or reprise comes after what is dated.
PLUS_TARD = 9999


def construire(initiative, *, idees, origines, seances, reprises):
    """Steps by year; within a year, in the order of the arguments. No date is deduced.

    `idees`: Renvoi; `origines`: the reprises that this sheet tells; `reprises`: those of it;
    `seances`: with their event loaded. Every one public. What has no date stands where its kind
    leads: an idea first, a stage after the ideas, a debate or a reprise last.
    """
    avant = [(idee.annee, _idee(idee)) for idee in idees]
    avant += [(_annee(reprise.date), _origine(reprise)) for reprise in origines]
    eveil = max((annee for annee, _ in avant if annee), default=0)
    apres = [(_evenement(seance).annee, _debat(seance)) for seance in seances]
    apres += [(_annee(reprise.date), _reprise(reprise)) for reprise in reprises]
    etapes = [
        *((annee or 0, etape) for annee, etape in avant),
        *((annee or eveil, etape) for annee, etape in _passages(initiative)),
        *((annee or PLUS_TARD, etape) for annee, etape in apres),
    ]
    return [etape for _, etape in sorted(etapes, key=itemgetter(0))]


def _passages(initiative):
    """[(year or None, step)]: its start and its dated stages; the reader stands at the last one."""
    passages = [
        (
            etape.annee,
            {
                "date": periode(etape.date) if etape.date else str(etape.annee),
                "titre": etape.get_stade_display(),
                "section": "fabrique",
                "texte": typographier(etape.detail),
            },
        )
        for etape in initiative.etapes.all()
    ]
    if _start_is_missing(initiative, passages):
        depart = {
            "date": _ecrite(initiative.annee),
            "titre": "Démarrage",
            "section": "fabrique",
        }
        # The year is the one of the start, not of the present stage.
        if not passages and initiative.stade_en_clair:
            stade = initiative.stade_en_clair
            depart["texte"] = typographier(f"Stade actuel : {stade[0].lower()}{stade[1:]}")
        passages.insert(0, (initiative.annee, depart))
    passages[-1][1].update(ici=True, liens=[(f"{initiative.territoire.nom}, cette fiche", "")])
    return passages


def _start_is_missing(initiative, passages):
    """Whether no dated stage tells its beginning."""
    if not passages:
        return True
    return initiative.annee is not None and initiative.annee < passages[0][0]


def _idee(idee):
    return _etape(idee.annee, "Idée", "forum", (idee.mots, idee.adresse))


def _origine(reprise):
    lien = (reprise.initiative_en_clair, reprise.initiative.get_absolute_url())
    titre = {
        "reprise": "Reprise d’une autre solution",
        "interet": "Intérêt pour une autre solution",
        "abandon": "Reprise abandonnée d’une autre solution",
    }[reprise.sorte]
    return _etape(_annee(reprise.date), titre, "publications", lien)


def _debat(seance):
    evenement = _evenement(seance)
    lien = (typographier(f"{evenement} : {seance}"), evenement.get_absolute_url())
    return _etape(evenement.annee, "Débat", "journees", lien)


def _reprise(reprise):
    lien = (reprise.territoire.nom, f"#{reprise.ancre}")
    annee = _annee(reprise.date)
    if reprise.sorte == "interet":
        return _etape(annee, "Intérêt d’un autre territoire", "publications", lien)
    return _etape(annee, "Reprise", "publications", lien, reprise.get_statut_display())


def _etape(annee, titre, section, lien, texte=""):
    return {
        "date": _ecrite(annee),
        "titre": titre,
        "section": section,
        "texte": texte,
        "liens": [lien],
    }


def _evenement(seance):
    return seance.journees or seance.rendez_vous


def _annee(date):
    return date.year if date else None


def _ecrite(annee):
    return str(annee or "")
