"""What ideas give to the search."""

from chantiers.index import classement, mots, publics
from chantiers.models import Chantier, Theme
from forum.models import Idee
from recherche import facettes
from recherche.index import Fiche, contenu, suite


@contenu(
    Idee,
    "Idées du Forum",
    section="forum",
    depend={Theme: "themes", Chantier: "chantiers"},
    lignes=lambda: Idee.objects.prefetch_related("themes", "mots_cles", publics()),
)
def idee(idee):
    return Fiche(
        titre=idee.titre,
        url=idee.get_absolute_url(),
        resume=idee.chapo,
        classement=mots(idee, idee.signature),
        texte=suite(idee.corps, idee.reponse),
        surtitre=idee.surtitre,
        annee=idee.annee,
        facettes={
            **classement(idee),
            "annee": facettes.annee(idee.annee),
            "suite": facettes.choix(Idee.Suite, idee.suite),
            "origine": [
                ("partenaire", "Partenaires", 0) if idee.partenaire else ("autre", "Autres", 1)
            ],
        },
    )
