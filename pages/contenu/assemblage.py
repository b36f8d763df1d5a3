"""The whole of content/ as rows, in the order in which they can be written. Pure."""

from pathlib import Path

from pages.contenu.barometre import (
    fiches_des_series,
    fiches_des_vagues,
    identifiants_des_questions,
    lire_barometre,
)
from pages.contenu.calendrier import fiches_des_rendez_vous, lire_calendrier
from pages.contenu.chantiers import (
    fiches_des_chantiers,
    lire_chantiers,
    lire_themes,
    rattachements,
)
from pages.contenu.citations import (
    fiches_des_citations,
    fiches_des_personnes,
    lire_citations,
)
from pages.contenu.evenements import (
    fiches_des_debats,
    fiches_des_journees,
    lire_evenements,
    references,
)
from pages.contenu.fabrique import fiches_des_initiatives, lire_initiatives
from pages.contenu.fiches import Contexte, Fiche
from pages.contenu.forum import fiches_des_idees, lire_idees
from pages.contenu.liens import lire_liens
from pages.contenu.pages import fiches_des_pages, lire_pages
from pages.contenu.publications import (
    fiches_des_focus,
    fiches_des_notes,
    fiches_des_podcasts,
    lire_publications,
)
from pages.contenu.territoires import fiches_des_adhesions, lire_territoires


def assembler(dossier: Path, territoires: dict[tuple[str, str], str]) -> list[Fiche]:
    """Every row that `dossier` describes, after those it refers to.

    `territoires`: {(nature, code): name} of the geography that is loaded. All the rows are put
    online at the same instant and lists break ties by the last written: in each family the first
    record of the file comes last here, and so first on the site. Raises ContenuInvalide.
    """
    liens = lire_liens(dossier)
    themes = lire_themes(dossier)
    chantiers = lire_chantiers(dossier)
    membres = lire_territoires(dossier)
    idees = lire_idees(dossier)
    initiatives = lire_initiatives(dossier)
    evenements = lire_evenements(dossier)
    calendrier = lire_calendrier(dossier)
    citations = lire_citations(dossier)
    publications = lire_publications(dossier)
    barometre = lire_barometre(dossier)
    pages = lire_pages(dossier)

    idents = {
        "initiative": {initiative.id for initiative in initiatives},
        "idee": {idee.id for idee in idees},
        "focus": {focus.id for focus in publications.focus},
        "note": {note.id for note in publications.notes},
        "question": identifiants_des_questions(barometre),
    }
    contexte = Contexte(
        territoires=territoires,
        lien=liens,
        themes=themes,
        rattachements=rattachements(chantiers, idents),
    )
    connus = references(evenements)
    for idee in idees:
        if idee.evenement and idee.evenement not in connus:
            raise idee.repere.erreur(f"événement « {idee.evenement} » inconnu de journees.yaml")
    familles = [
        themes.fiches(),
        fiches_des_chantiers(chantiers, themes, contexte),
        fiches_des_adhesions(membres, contexte),
        fiches_des_idees(idees, contexte),
        fiches_des_initiatives(initiatives, contexte),
        fiches_des_personnes([*evenements.journees, *evenements.autres_rendez_vous], citations),
        fiches_des_journees(evenements, idees, idents["initiative"], contexte),
        fiches_des_debats(evenements, idees, idents["initiative"], contexte),
        fiches_des_rendez_vous(calendrier, contexte),
        fiches_des_citations(citations, evenements.journees, contexte),
        fiches_des_focus(
            publications.focus, idees, connus, barometre.etudes_non_lues, contexte
        ),
        fiches_des_notes(publications.notes, contexte),
        fiches_des_podcasts(publications.podcasts, contexte),
        fiches_des_series(barometre),
        fiches_des_vagues(barometre, publications.focus, contexte),
        fiches_des_pages(pages, contexte),
    ]
    # The families have by now cited every address.
    return [*liens.fiches(), *(fiche for famille in familles for fiche in reversed(famille))]
