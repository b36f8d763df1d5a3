"""What the index answers to a Demande: how many pages, which ones, how many for each choice."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from recherche import moteur, vocabulaire
from recherche.analyse import decouper
from recherche.criteres import PLAFOND, Compte, Criteres
from recherche.demande import PERTINENCE, Demande
from recherche.models import Entree
from recherche.requete import lire

# A misspelt word has no more neighbours tried than this, a question no more misspelt words.
VOISINS_AU_PLUS = 5
FAUTES_AU_PLUS = 4
# With fewer pages than PEU that have all the words, PROCHES more are shown that have some of them.
PEU = 6
PROCHES = 10
# Values of a facet shown before « 12 autres ».
MONTRES = 6
# Enough to tell a frequent word from a rare one.
ASSEZ = 100


@dataclass(frozen=True)
class Choix:
    """One value of a facet, and how many pages one would see with it."""

    demande: Demande
    facette: str
    valeur: str
    libelle: str
    nombre: int
    choisi: bool
    au_moins: bool

    @property
    def adresse(self):
        """The query string that adds it, or removes it when it is chosen."""
        lien = {"sans" if self.choisi else "avec": [(self.facette, self.valeur)]}
        return self.demande.adresse(**lien) or "?"

    @property
    def marque(self):
        """« theme=sante »: the word of the index, and the only one of its name on a page."""
        return f"{self.facette}={self.valeur}"

    @property
    def nombre_en_clair(self):
        """« 14 », « 350+ » when only a part of the pages was counted."""
        return f"{self.nombre}{'+' * (self.au_moins and self.nombre > 0)}"

    @property
    def unite(self):
        """What `nombre_en_clair` counts, for who hears it."""
        return " pages" if self.nombre > 1 else " page"


@dataclass
class Groupe:
    """A facet and its values."""

    nom: str
    titre: str
    choix: list[Choix]

    @cached_property
    def premiers(self):
        """The values shown at once: the first ones, and those that are chosen."""
        return [c for i, c in enumerate(self.choix) if i < MONTRES or c.choisi]

    @cached_property
    def suivants(self):
        """The values behind « 12 autres »."""
        return [c for i, c in enumerate(self.choix) if i >= MONTRES and not c.choisi]


class Pks(Sequence):
    """The keys found, in order, fetched by slices: for a Paginator."""

    def __init__(self, total, tranche):
        self._total, self._tranche = total, tranche

    def __len__(self):
        return self._total

    def __getitem__(self, cles):
        return self._tranche(cles.start or 0, cles.stop)


class Reponse:
    """The answer to a Demande.

    `total` pages (`plafonnee`: at least that many), `groupes` of choices, `pks` of the entries.
    `corrige`: the words looked for instead of misspelt ones; `souple`: no page had every word, these
    have some; `proches`: the keys of entries that have some, when few have all. Four queries at most for the counts, one more for each slice of `pks`.
    """

    def __init__(self, demande):
        self.demande = demande
        self.requete = demande.requete
        self.corrige = ""
        # Typed, and nothing of it can be looked for: « le la les ».
        self.muette = bool(demande.q) and not self.requete
        self._compter()
        if not self.total and self.requete:
            self._corriger()
        if not self.total and len(self.requete.unites) > 1:
            self.requete = self.requete.assouplie
            self._compter()
        self.proches = self._proches()
        self.plafonnee = self._compte.plafonne
        self.total = min(self.total, PLAFOND)

    def _proches(self):
        """The keys of the best entries that have some of the words, when few have them all."""
        if not 0 < self.total < PEU or self.requete.souple or len(self.requete.unites) < 2:
            return []
        if self.demande.tri != PERTINENCE:
            return []
        criteres = self.demande.criteres(requete=self.requete.assouplie)
        trouvees = moteur.classer(criteres, 0, PROCHES + PEU)
        deja = set(self._tranche(0, PEU))
        return [pk for pk in trouvees if pk not in deja][:PROCHES]

    @property
    def souple(self):
        return bool(self.total) and self.requete.souple

    def _compter(self):
        if self.muette:
            self.total, self._comptes = 0, {"": Compte()}
            return
        choisies = [nom for nom, valeurs in self.demande.choix.items() if valeurs]
        criteres = [self._criteres(sauf=nom) for nom in ("", *choisies)]
        comptes = moteur.compter(criteres)
        self._comptes = dict(zip(("", *choisies), comptes, strict=True))
        self.total = len(self._compte.pks)

    @property
    def _compte(self):
        """What meets all that is asked."""
        return self._comptes[""]

    def _criteres(self, sauf=""):
        return self.demande.criteres(sauf=sauf, requete=self.requete)

    def _corriger(self):
        """Look for known words instead of those that no page has. Three queries."""
        formes = list(dict.fromkeys(mot.forme for mot in decouper(self.demande.q)))
        voisins = vocabulaire.voisins(formes)
        essais = [
            (forme, mot)
            for forme, mots in voisins.items()
            for mot in (forme, *mots[:VOISINS_AU_PLUS])
        ][: FAUTES_AU_PLUS * (VOISINS_AU_PLUS + 1)]
        nombres = moteur.nombrer([Criteres(lire(mot)) for _, mot in essais], ASSEZ)
        meilleurs = {}
        for (forme, mot), nombre in zip(essais, nombres, strict=True):
            if (
                nombre
                and nombre > meilleurs.get(forme, (0, ""))[0]
                and not (forme in meilleurs and meilleurs[forme][1] == forme)
            ):
                meilleurs[forme] = (nombre, mot)
        ligne, debut = "", 0
        for mot in decouper(self.demande.q):
            ligne += self.demande.q[debut : mot.debut]
            ecrit = self.demande.q[mot.debut : mot.fin]
            _, meilleur = meilleurs.get(mot.forme, (0, mot.forme))
            ligne += ecrit if meilleur == mot.forme else meilleur
            debut = mot.fin
        ligne += self.demande.q[debut:]
        if ligne != self.demande.q:
            self.corrige = ligne
            self.requete = self.demande.lire(ligne)
            self._compter()

    @cached_property
    def groupes(self):
        """The facets with a choice to offer, their values counted as if their own facet chose nothing."""
        return [
            groupe for f in self.demande.liste.facettes if (groupe := self._groupe(f)).choix
        ]

    def _groupe(self, facette):
        nom = facette.nom
        choisies = self.demande.choix[nom]
        compte = self._comptes.get(nom, self._compte)
        choix = []
        for valeur, (libelle, rang) in self.demande.libelles[nom].items():
            nombre, choisi = compte.marques[f"{nom}={valeur}"], valeur in choisies
            if nombre or choisi:
                cle = (-nombre if facette.par_nombre else 0, rang, libelle)
                choix.append(
                    (
                        cle,
                        Choix(
                            self.demande,
                            nom,
                            valeur,
                            libelle,
                            nombre,
                            choisi,
                            compte.plafonne,
                        ),
                    )
                )
        return Groupe(
            nom, facette.titre, [c for _, c in sorted(choix, key=lambda paire: paire[0])]
        )

    @property
    def pks(self):
        """The keys of the entries, in the order asked for."""
        return Pks(self.total, self._tranche)

    def objets(self):
        """The keys of the objects of a list of one type, in the order asked for."""

        def tranche(debut, fin):
            entrees = self._tranche(debut, fin)
            par_pk = dict(Entree.objects.filter(pk__in=entrees).values_list("pk", "objet_pk"))
            return [par_pk[pk] for pk in entrees if pk in par_pk]

        return Pks(self.total, tranche)

    def entrees(self):
        """Every entry found, as a queryset without order: for a map, a feed, a file."""
        if self.muette:
            return Entree.objects.none()
        return moteur.entrees(self._criteres())

    def _tranche(self, debut, fin):
        if self.demande.tri == PERTINENCE and not self.muette:
            return moteur.classer(self._criteres(), debut, fin, self._compte)
        # Pages of several types, or of one whose rows have the order asked for, but found by words.
        champs = self.demande.tri_actuel.champs or ("-annee", "-visible_de", "-id")
        trouvees = self.entrees().order_by(*champs)
        return list(trouvees.values_list("pk", flat=True)[debut:fin])


def dans_l_ordre(objets, pks):
    """The rows of `objets` (a queryset) that have these keys, in the order of the keys. One query."""
    par_pk = {objet.pk: objet for objet in objets.filter(pk__in=pks)}
    return [par_pk[pk] for pk in pks if pk in par_pk]
