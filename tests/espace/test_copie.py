"""The working copy itself: what a form may not do to it, and what it does when it fails."""

import pytest

from espace.copie import commencer_amendement, ouvrir
from espace.models import Amendement
from fabrique.models import Initiative
from redaction.models import Revision
from solidaires.publication import Etat, TransitionImpossible
from tests.factories import make_initiative, make_user

pytestmark = pytest.mark.django_db


class Reponses:
    """A form whose answers are columns, good or not; `defait` once it has been undone."""

    def __init__(self, initiative, **champs):
        self.initiative = initiative
        self.champs = champs
        self.defait = False

    def is_valid(self):
        return True

    def preparer(self):
        """It has neither file nor link."""

    def save(self):
        Initiative.objects.filter(pk=self.initiative.pk).update(**self.champs)

    def defaire(self):
        self.defait = True


def _brouillon():
    return make_initiative(etat=Etat.BROUILLON, published_at=None)


def test_answers_that_the_database_refuses_are_undone_with_a_sentence():
    fiche, ada = _brouillon(), make_user()
    faites = []

    def construire(initiative):
        # A year without an amount.
        faites.append(Reponses(initiative, cout_annee=2024, porteur="La Ville"))
        return faites[-1]

    with pytest.raises(TransitionImpossible, match="Deux de vos réponses se contredisent"):
        ouvrir(fiche, ada).remplir(construire, ada)

    fiche.refresh_from_db()
    assert (fiche.porteur, fiche.cout_annee) == ("", None)
    assert [reponses.defait for reponses in faites] == [True]
    assert Revision.objects.count() == 0


def test_a_copy_that_was_sent_meanwhile_is_not_filled():
    fiche, ada = _brouillon(), make_user()
    copie = ouvrir(fiche, ada)
    ouvrir(fiche, ada).envoyer()

    with pytest.raises(TransitionImpossible, match="envoyée entre-temps"):
        copie.remplir(lambda initiative: Reponses(initiative, porteur="La Ville"), ada)

    fiche.refresh_from_db()
    assert (fiche.etat, fiche.porteur) == (Etat.A_RELIRE, "")


@pytest.mark.parametrize("etat", [Etat.BROUILLON, Etat.A_COMPLETER])
def test_a_draft_shown_writes_nothing(etat, django_assert_num_queries):
    fiche = make_initiative(etat=etat, published_at=None, motif="Précisez.")
    copie = ouvrir(fiche, make_user())
    assert copie.instantane["champs"]["titre"] == fiche.titre

    with django_assert_num_queries(1), copie.montrer() as montree:
        assert montree == fiche


def test_each_person_has_a_proposal_of_their_own_and_the_page_does_not_move():
    fiche, ada, blaise = (
        make_initiative(),
        make_user("a@example.org"),
        make_user("b@example.org"),
    )
    la_sienne, la_mienne = (commencer_amendement(fiche, qui) for qui in (blaise, ada))

    la_mienne.remplir(lambda initiative: Reponses(initiative, porteur="La Ville"), ada)

    fiche.refresh_from_db()
    with ouvrir(fiche, ada).montrer() as montree:
        assert montree.porteur == "La Ville"
    with ouvrir(fiche, blaise).montrer() as montree:
        assert montree.porteur == ""
    assert fiche.porteur == ""
    assert commencer_amendement(fiche, ada).amendement == la_mienne.amendement
    assert Amendement.objects.count() == 2
    assert la_sienne.amendement != la_mienne.amendement


@pytest.mark.parametrize("etat", [Etat.A_RELIRE, Etat.REFUSEE, Etat.RETIREE])
def test_a_sheet_that_is_not_in_their_hands_has_no_copy(etat):
    fiche = make_initiative(etat=etat, published_at=None, motif="Hors sujet.")

    assert ouvrir(fiche, make_user()) is None
    with pytest.raises(TransitionImpossible, match="Seule une fiche en ligne"):
        commencer_amendement(fiche, make_user("b@example.org"))
