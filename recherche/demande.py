"""One canonical query string: what drives a list, its pills, its counts, its map, its feed, its file.

`?q=aidants&theme=sante&theme=travail&tri=titre&page=2`: facets in the order in which the list
declares them, their values sorted, nothing empty, no first page and no usual sort. Two ways of
asking for one thing have one address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from recherche.criteres import Criteres, decouper_en_blocs
from recherche.models import TRANCHE, FamilleDeMots, Valeur
from recherche.requete import CARACTERES_AU_PLUS, Requete, lire, ranger_familles
from solidaires.texte import INSECABLE, une_ligne

PERTINENCE = "pertinence"


@dataclass(frozen=True)
class Facette:
    """One way of narrowing a list. `nom`: its parameter; `par_nombre`: the most frequent value first.

    `propre`: no page of another list has a value of it, so that the type need not be looked for too.
    """

    nom: str
    titre: str
    par_nombre: bool = True
    propre: bool = False


@dataclass(frozen=True)
class Tri:
    """One order of a list: its parameter, its words, its fields of `Entree`.

    Without fields it is the order of the rows themselves, as the list has them when nothing is asked.
    """

    nom: str
    titre: str
    champs: tuple[str, ...]


@dataclass(frozen=True)
class Liste:
    """What can be asked of one list: types of pages, facets, sorts (the first is the usual one)."""

    types: tuple[str, ...]
    facettes: tuple[Facette, ...]
    tris: tuple[Tri, ...]


THEME = Facette("theme", "Thème")
CHANTIER = Facette("chantier", "Chantier")
REGION = Facette("region", "Région")
DEPARTEMENT = Facette("departement", "Département")
ANNEE = Facette("annee", "Année", par_nombre=False)
TYPE = Facette("type", "Type de page")

RECENTES = Tri("recent", "Mises en ligne récemment", ("-visible_de", "-id"))
PAR_ANNEE = Tri("annee", "Année", ())
PAR_TITRE = Tri("titre", "Titre, de A à Z", ("titre_plie", "id"))


class Demande:
    """A query string read for a list.

    `q`: the words typed; `choix`: {facet: [values]}, known and sorted; `tri`: the name of a sort;
    `page`: a number, as typed. `incomprise` when a value of a facet or a sort exists nowhere: it is
    left out. One query, two with words.
    """

    def __init__(self, liste, donnees):
        self.liste = liste
        self.q = une_ligne(donnees.get("q", "").replace("\0", " "))[:CARACTERES_AU_PLUS].strip()
        self.page = donnees.get("page", "")
        demandees = {
            facette.nom: dict.fromkeys(filter(None, donnees.getlist(facette.nom)))
            for facette in liste.facettes
        }
        self.choix = {
            nom: sorted(valeur for valeur in valeurs if valeur in self.libelles[nom])
            for nom, valeurs in demandees.items()
        }
        tri = donnees.get("tri", "")
        tris = [t.nom for t in self.tris]
        self.tri = tri if tri in tris else tris[0]
        self.incomprise = bool(tri and tri not in tris) or any(
            len(self.choix[nom]) != len(valeurs) for nom, valeurs in demandees.items()
        )

    @cached_property
    def libelles(self):
        """{facet: {value: (words, place)}} of every value that some page has. One query.

        TRANCHE is no facet: its values tell how large the index is.
        """
        connues = {nom: {} for nom in (*(f.nom for f in self.liste.facettes), TRANCHE)}
        valeurs = Valeur.objects.filter(facette__in=connues).order_by("facette", "valeur")
        for facette, valeur, *mots in valeurs.values_list(
            "facette", "valeur", "libelle", "rang"
        ):
            connues[facette][valeur] = tuple(mots)
        return connues

    @cached_property
    def requete(self):
        """The words as units to find, the families of words known. One query when there are words."""
        return self.lire(self.q) if self.q else Requete(())

    def lire(self, ligne):
        """Another line of words, read with the same families."""
        return lire(ligne, self._familles)

    @cached_property
    def _familles(self):
        return ranger_familles(famille.liste for famille in FamilleDeMots.objects.all())

    @property
    def tris(self) -> Sequence[Tri]:
        """The sorts to choose from: with words, the best answer comes first."""
        if not self.q:
            return self.liste.tris
        return (Tri(PERTINENCE, "Pertinence", ()), *self.liste.tris)

    @property
    def tri_actuel(self) -> Tri:
        """The sort in use."""
        return next(tri for tri in self.tris if tri.nom == self.tri)

    @property
    def filtree(self):
        """Whether anything narrows the list."""
        return bool(self.q) or self.choisie

    @property
    def choisie(self):
        """Whether a facet narrows the list."""
        return any(self.choix.values())

    @property
    def nombre_choisis(self):
        """How many values of facets narrow the list."""
        return sum(map(len, self.choix.values()))

    @property
    def tri_choisi(self):
        """Whether the sort is not the usual one: it is then said in the address."""
        return self.tri not in {PERTINENCE, *(self.liste.tris[0].nom,) * (not self.q)}

    @property
    def tris_offerts(self):
        """What the page offers: [{`titre`, `adresse`, `choisi`}]."""
        return [
            {
                "titre": tri.titre,
                "adresse": self.adresse(tri=tri.nom) or "?",
                "choisi": tri.nom == self.tri,
            }
            for tri in self.tris
        ]

    def criteres(self, *, sauf="", requete=None):
        """What the engine looks for; `sauf`: the facet whose values do not count."""
        choisies = [f for f in self.liste.facettes if self.choix[f.nom] and f.nom != sauf]
        marques = tuple(
            tuple(f"{facette.nom}={valeur}" for valeur in self.choix[facette.nom])
            for facette in choisies
        )
        requete = self.requete if requete is None else requete
        types = () if any(facette.propre for facette in choisies) else self.liste.types
        return Criteres(requete, marques, types, self._blocs)

    @cached_property
    def _blocs(self):
        numeros = map(int, self.libelles[TRANCHE])
        return decouper_en_blocs(max(numeros, default=-1) + 1)

    def adresse(self, *, avec=(), sans=(), **autres):
        """The canonical query string, « ? » included, "" when nothing is asked.

        `avec`, `sans`: (facet, value) to add or remove; `autres`: `q` or `tri` instead of those
        here. The page is not kept: another question starts at its first page.
        """
        parametres = []
        q = autres.get("q", self.q)
        if q:
            parametres.append(("q", q))
        for nom, valeurs in self.choix.items():
            voulues = {*valeurs} | {v for n, v in avec if n == nom}
            voulues -= {v for n, v in sans if n == nom}
            parametres += [(nom, valeur) for valeur in sorted(voulues)]
        tri = autres.get("tri", self.tri)
        usuel = PERTINENCE if q else self.liste.tris[0].nom
        if tri not in (usuel, PERTINENCE):
            parametres.append(("tri", tri))
        return f"?{urlencode(parametres)}" if parametres else ""

    @property
    def jetons(self):
        """What narrows the list now: [(words, address without it)]."""
        mots = (
            [(f"«{INSECABLE}{self.q}{INSECABLE}»", self.adresse(q="") or "?")] if self.q else []
        )
        return mots + [
            (self.libelles[nom][valeur][0], self.adresse(sans=[(nom, valeur)]) or "?")
            for nom, valeurs in self.choix.items()
            for valeur in valeurs
        ]
