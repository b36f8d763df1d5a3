"""The chain idée → expérimentation → débat → essaimage around one sheet, as dated, typed links.

One query per sheet, whatever it holds: a union of rows, read by the page as by its JSON document.
No content app is imported: the sorts are reached by the related names they declare on Chantier.
What is not public is in none of the rows, except the sheet itself for who previews it.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from django.urls import reverse

from chantiers.selection import Selection
from solidaires.texte import typographier

# What has no date stands where its kind leads: an idea first, a start after the ideas, the rest last.
PLUS_TARD = 9999
# The page of each sort; a part of a page has its anchor after a « # ».
PAGES = {
    "idee": "forum:idee_detail",
    "initiative": "fabrique:initiative_detail",
    "journees": "evenements:journees_detail",
    "rendezvous": "evenements:rendezvous_detail",
    "focuslibe": "publications:focuslibe_detail",
    "note": "publications:note_detail",
    "podcast": "publications:podcast_detail",
    "vague": "barometre:vague_detail",
    "chantier": "chantiers:chantier_detail",
}
# sort: (place within a year, heading of the step, colour).
SORTES = {
    "chantier": (0, "Chantier", "neutre"),
    "idee": (0, "Idée", "forum"),
    "origine": (0, "Reprise d’une autre solution", "publications"),
    "initiative": (1, "Expérimentation", "fabrique"),
    "etape": (1, "Étape", "fabrique"),
    "journees": (2, "Débat", "journees"),
    "rendezvous": (2, "Débat", "calendrier"),
    "seance": (2, "Débat", "journees"),
    "focuslibe": (2, "Focus Libé", "publications"),
    "vague": (2, "Baromètre", "barometre"),
    "question": (2, "Question du baromètre", "barometre"),
    "note": (3, "Note", "publications"),
    "podcast": (3, "Podcast", "publications"),
    "reprise": (4, "Reprise", "publications"),
}
REPRISES = {
    "interesse": "Intérêt d’un autre territoire",
    "preparation": "Reprise en préparation",
    "abandonnee": "Reprise abandonnée",
}
ORIGINES = {
    "interesse": "Intérêt pour une autre solution",
    "abandonnee": "Reprise abandonnée d’une autre solution",
}
AVANT, DEPUIS = {"chantier", "idee", "origine"}, {"initiative", "etape"}


@dataclass(frozen=True)
class Maillon:
    """One node: a public page or a part of one. `jour` is known to the `precision` only.

    `precision`: "jour", "mois" (then `jour` is the first of the month), "annee", or "" without date.
    """

    cle: str
    sorte: str
    titre: str
    url: str
    annee: int | None = None
    jour: date | None = None
    precision: str = ""
    texte: str = ""
    statut: str = ""
    ici: bool = False

    @property
    def ordre(self):
        """Sorts what happened in one year: the links of the chain in their order, then by day."""
        return SORTES[self.sorte][0], self.jour or date.min, self.titre, self.cle

    @property
    def intitule(self):
        """What kind of step it is: « Idée », « Déployée », « Reprise abandonnée »."""
        if self.sorte == "etape":
            return self.titre
        mots = ORIGINES if self.sorte == "origine" else REPRISES
        return mots.get(self.statut) or SORTES[self.sorte][1]

    @property
    def section(self):
        return SORTES[self.sorte][2]

    @property
    def quand(self):
        """Its date as ISO 8601 writes what is known of it: 2024-02-09, 2024-02, 2024, or None."""
        if self.precision == "jour":
            return self.jour.isoformat()
        if self.precision == "mois":
            return f"{self.jour:%Y-%m}"
        return str(self.annee) if self.annee else None


@dataclass(frozen=True)
class Lien:
    """One edge, from the older end to the newer: what `de` has to do with `vers`, in words."""

    de: str
    vers: str
    relation: str


@dataclass(frozen=True)
class Chaine:
    """The nodes oldest first, and the edges between them. `document`: the address of its JSON, or ""."""

    maillons: list[Maillon]
    liens: list[Lien] = field(default_factory=list)
    document: str = ""

    @property
    def cles(self):
        """The keys of the nodes: « idee-12 »."""
        return {maillon.cle for maillon in self.maillons}

    @property
    def is_seule(self):
        """Whether the sheet is linked to nothing."""
        return all(maillon.ici for maillon in self.maillons)


def construire(objet):
    """The chain around an idea, an initiative, an event, a publication, a wave or a workstream. One query."""
    selection, ici = Selection(objet), _ici(objet)
    maillons = {ici.cle: ici}
    liens = []
    premieres, *autres = selection.lignes()
    for relation, de, vers, sorte, titre, adresse, annee, mois, jour, texte, statut in (
        premieres.union(*autres) if autres else premieres
    ):
        if vers not in maillons:
            maillons[vers] = _dater(
                Maillon(
                    cle=vers,
                    sorte=sorte,
                    titre=typographier(selection.mots.get((sorte, titre), titre)),
                    url=_adresse(sorte, adresse),
                    texte=typographier(texte),
                    statut=statut,
                ),
                annee,
                mois,
                jour,
            )
        if relation and de:
            liens.append(Lien(de, vers, relation))
    return Chaine(
        _ordonner(maillons.values()),
        sorted(
            # An end that is not a node is not public.
            {lien for lien in liens if lien.de in maillons and lien.vers in maillons},
            key=lambda lien: (lien.de, lien.vers, lien.relation),
        ),
        f"{objet.get_absolute_url()}parcours.json" if objet.is_published else "",
    )


def _ordonner(maillons):
    eveil = max((m.annee for m in maillons if m.sorte in AVANT and m.annee), default=0)

    def place(maillon):
        if maillon.annee:
            return maillon.annee
        return 0 if maillon.sorte in AVANT else eveil if maillon.sorte in DEPUIS else PLUS_TARD

    return sorted(maillons, key=lambda maillon: (place(maillon), *maillon.ordre))


def _dater(maillon, annee, mois=None, jour=None):
    if jour:
        return replace(maillon, annee=jour.year, jour=jour, precision="jour")
    if annee and mois:
        return replace(maillon, annee=annee, jour=date(annee, mois, 1), precision="mois")
    return replace(maillon, annee=annee, precision="annee" if annee else "")


def _adresse(sorte, adresse):
    """From « sort/slug » or « sort/slug#anchor »."""
    page, _, ancre = adresse.partition("#")
    sorte, _, slug = page.partition("/")
    return reverse(PAGES[sorte], args=[slug]) + (f"#{ancre}" if ancre else "")


def _ici(objet):
    """The sheet itself, in draft or not."""
    sorte = objet._meta.model_name
    return _dater(
        Maillon(
            cle=f"{sorte}-{objet.pk}",
            sorte=sorte,
            titre=typographier(str(objet)),
            texte=objet.territoire.nom if sorte == "initiative" else "",
            url=objet.get_absolute_url(),
            ici=True,
        ),
        getattr(objet, "annee", None),
        getattr(objet, "mois", None),
        getattr(objet, "date_debut", None),
    )
