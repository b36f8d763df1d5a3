"""A chain as a person reads it and as a program does: the steps of a page, the JSON document of a sheet.

The document, at `<page>parcours.json`, is plain JSON with these keys, which do not change:

    page      the address of the sheet
    maillons  [{id, type, titre, url, date, precision, statut, ici}], oldest first; `type`: idee,
              initiative, origine (an initiative that the sheet takes up), etape, seance, journees,
              rendezvous, focuslibe, vague, question, note, podcast, reprise, chantier;
              `date`: ISO 8601, cut to what is known
              ("2024-02-09", "2024-02", "2024"), null without date; `precision`: jour, mois, annee, "";
              `statut`: of a reprise (interesse, preparation, effective, abandonnee); `ici`: the sheet
    liens     [{de, vers, relation}], ids of two maillons and, in French, what leads from one to the other
"""

from itertools import groupby

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import conditional_page, require_safe

from chantiers import chaine
from recherche.proches import proches
from solidaires.templatetags.texte import mois_annee, periode
from solidaires.texte import typographier

# A longer run of steps of one kind folds: the first ones stay in sight.
PLIER_AU_DELA, EN_VUE = 6, 4
# How a link says what goes with the title.
AVEC_SON_TEXTE = {
    "initiative": "{m.titre}, {m.texte}",
    "origine": "{m.titre}, {m.texte}",
    "etape": "{m.texte}",
    "seance": "{m.texte} : {m.titre}",
    "reprise": "{m.titre}, {m.texte}",
}
PLURIELS = {
    "chantier": "chantiers",
    "idee": "idées",
    "initiative": "initiatives",
    "origine": "reprises",
    "etape": "étapes",
    "journees": "débats",
    "rendezvous": "débats",
    "seance": "débats",
    "focuslibe": "focus",
    "vague": "sondages",
    "question": "questions",
    "note": "notes",
    "podcast": "podcasts",
    "reprise": "reprises",
}


@require_safe
@conditional_page
def document(request, slug, model):
    """The chain of one public sheet, as data. Two queries."""
    objet = get_object_or_404(model.objects.published(), slug=slug)
    suite = chaine.construire(objet)
    return JsonResponse(
        {
            "page": request.build_absolute_uri(objet.get_absolute_url()),
            "maillons": [
                {
                    "id": maillon.cle,
                    "type": maillon.sorte,
                    "titre": maillon.titre,
                    "url": request.build_absolute_uri(maillon.url),
                    "date": maillon.quand,
                    "precision": maillon.precision,
                    "statut": maillon.statut,
                    "ici": maillon.ici,
                }
                for maillon in suite.maillons
            ],
            "liens": [
                {"de": lien.de, "vers": lien.vers, "relation": lien.relation}
                for lien in suite.liens
            ],
        },
        json_dumps_params={"ensure_ascii": False},
    )


def contexte(objet):
    """`chaine`, `parcours` and `proches` for a page that includes chantiers/_parcours.html. Four queries.

    No step when the sheet is linked to nothing.
    """
    suite = chaine.construire(objet)
    return {
        "chaine": suite,
        "parcours": [] if suite.is_seule else etapes(suite.maillons),
        "proches": proches(objet, suite.cles),
    }


def par_annee(maillons):
    """[(« 2024 », its steps)] oldest first, then what has no date, under « Sans date connue ».

    A stage of the same year tells the start of its initiative better.
    """
    stades = {(m.url, m.annee) for m in maillons if m.sorte == "etape"}
    faits = [
        maillon
        for maillon in maillons
        if not maillon.ici
        and not (maillon.sorte == "initiative" and (maillon.url, maillon.annee) in stades)
    ]
    faits.sort(key=lambda maillon: maillon.annee or chaine.PLUS_TARD)
    return [
        (str(annee or "Sans date connue"), etapes(faits_de_l_annee, _sous_son_annee))
        for annee, faits_de_l_annee in groupby(faits, key=lambda maillon: maillon.annee)
    ]


def etapes(maillons, ecrire=None):
    """The steps of partials/_parcours.html, those of one kind in a long run folded under the first ones.

    `ecrire(maillon)` makes one step: `etape`, unless the sheet has its own words.
    """
    ecrire = ecrire or etape
    pas = []
    for sorte, suite in groupby(maillons, key=lambda maillon: maillon.sorte):
        lot = [ecrire(maillon) for maillon in suite]
        if len(lot) > PLIER_AU_DELA:
            lot, plies = lot[:EN_VUE], lot[EN_VUE:]
            lot[-1] |= {
                "suite": plies,
                "mots_suite": f"et {len(plies)} autres {PLURIELS[sorte]}",
            }
        pas += lot
    return pas


def _sous_son_annee(maillon):
    """A step whose year is already the heading."""
    pas = etape(maillon)
    return pas | {"date": ""} if maillon.precision == "annee" else pas


def etape(maillon):
    """One step; the sheet that is read is named without a link."""
    mots = maillon.titre
    if maillon.texte and maillon.sorte in AVEC_SON_TEXTE:
        mots = typographier(AVEC_SON_TEXTE[maillon.sorte].format(m=maillon))
    return {
        "date": quand(maillon),
        "titre": maillon.intitule,
        "section": maillon.section,
        "texte": "",
        "liens": [(mots, "" if maillon.ici else maillon.url)],
        "ici": maillon.ici,
    }


def quand(maillon):
    """Its date in words, as precise as it is known: « 9 février 2024 », « février 2024 », « 2024 », ""."""
    if maillon.precision == "jour":
        return periode(maillon.jour)
    if maillon.precision == "mois":
        return mois_annee(maillon.annee, maillon.jour.month)
    return str(maillon.annee or "")
