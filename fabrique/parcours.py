"""The parcours of an initiative: its chain, in which the sheet stands at its last known stage. No query."""

from dataclasses import replace

from chantiers import parcours
from solidaires.texte import typographier


def etapes(initiative, maillons):
    """The steps of partials/_parcours.html for the nodes of the chain of `initiative`.

    Its own year tells its start, unless a dated stage does; no date is deduced.
    """
    passages = [maillon for maillon in maillons if maillon.sorte == "etape"]
    debut_dit = passages and (initiative.annee or passages[0].annee) >= passages[0].annee
    if debut_dit:
        maillons = [maillon for maillon in maillons if not maillon.ici]
    if passages:
        dernier = passages[-1].cle
        maillons = [replace(maillon, ici=maillon.cle == dernier) for maillon in maillons]

    def ecrire(maillon):
        if maillon.sorte == "reprise":  # of what goes without saying here
            return parcours.etape(replace(maillon, texte=""))
        if maillon.sorte not in {"initiative", "etape"}:
            return parcours.etape(maillon)
        pas = parcours.etape(maillon) | {"texte": maillon.texte, "liens": []}
        if maillon.sorte == "initiative":
            # The year is the one of the start, not of the present stage.
            stade = "" if passages else _stade_actuel(initiative)
            pas |= {"titre": "Démarrage", "texte": stade}
        if maillon.ici:
            pas["liens"] = [(f"{initiative.territoire.nom}, cette fiche", "")]
        return pas

    return parcours.etapes(maillons, ecrire)


def _stade_actuel(initiative):
    stade = initiative.stade_en_clair
    return typographier(f"Stade actuel : {stade[0].lower()}{stade[1:]}") if stade else ""
