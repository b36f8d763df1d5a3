"""What the chain of a sheet is read from: one select per sort, ready for one union (see chantiers/chaine.py).

Each select has the columns: relation, key of the older end, key of the node, sort, title, address
(« sort/slug#anchor »), year, month, day, text, status.
"""

from django.db.models import Case, CharField, DateField, F, IntegerField, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from chantiers.models import Chantier


class Selection:
    """The querysets of one sheet: its ideas and its initiatives, then what is around them."""

    def __init__(self, objet):
        self.objet = objet
        self.sorte = objet._meta.model_name
        champ = Chantier._meta.get_field
        self.modeles = {
            "idee": champ("idees").related_model,
            "initiative": champ("initiatives").related_model,
            "journees": champ("journees").related_model,
            "rendezvous": champ("rendez_vous").related_model,
            "seance": champ("seances").related_model,
            "focuslibe": champ("focus").related_model,
            "note": champ("notes").related_model,
            "podcast": champ("podcasts").related_model,
            "question": champ("questions").related_model,
            "chantier": Chantier,
        }
        self.modeles["reprise"] = self._pointe("initiative", "reprises")
        self.modeles["etape"] = self._pointe("initiative", "etapes")
        self.modeles["vague"] = self._pointe("question", "vague")
        # What the database writes as a short value.
        self.mots = {
            (sorte, valeur): mots
            for sorte, champ in (("etape", "stade"), ("seance", "type"))
            for valeur, mots in self.modeles[sorte]._meta.get_field(champ).choices
        }
        self.idees, self.initiatives = self._centre()

    def _pointe(self, sorte, nom):
        return self.modeles[sorte]._meta.get_field(nom).related_model

    def publies(self, sorte):
        """The public ones; the sheet that is read is one of them, for who may read it."""
        model = self.modeles[sorte]
        publies = model.objects.published().order_by()
        if sorte == self.sorte:
            publies = model.objects.order_by().filter(
                Q(pk=self.objet.pk) | Q(pk__in=publies.values("pk"))
            )
        return publies

    def _centre(self):
        """The ideas and the initiatives that the sheet is about."""
        objet, idees, initiatives = (
            self.objet,
            self.publies("idee"),
            self.publies("initiative"),
        )
        match self.sorte:
            case "idee":
                return idees.filter(pk=objet.pk), initiatives.filter(idees=objet)
            case "initiative":
                return idees.filter(initiatives=objet), initiatives.filter(pk=objet.pk)
            case "chantier":
                return idees.filter(chantiers=objet), initiatives.filter(chantiers=objet)
            case "vague" | "note" | "podcast":
                lien = {"vague": "questions__vague", "note": "notes", "podcast": "podcasts"}
                chantiers = self.publies("chantier").filter(**{lien[self.sorte]: objet})
                return (
                    idees.filter(chantiers__in=chantiers.values("pk")),
                    initiatives.filter(chantiers__in=chantiers.values("pk")),
                )
            case "focuslibe":
                idees = idees.filter(articles__focus=objet)
                return idees, initiatives.filter(idees__in=idees.values("pk"))
        # An edition or a rendez-vous: what was debated, what was presented.
        champ = {"journees": "journees", "rendezvous": "rendez_vous"}[self.sorte]
        idees = idees.filter(**{champ: objet})
        presentees = self.modeles["seance"].objects.filter(**{champ: objet})
        return idees, initiatives.filter(
            Q(pk__in=presentees.values("initiatives")) | Q(idees__in=idees.values("pk"))
        )

    def lignes(self):
        """The selects of the union, all of the same columns."""
        idees, initiatives = self.idees.values("pk"), self.initiatives.values("pk")
        yield self._ligne("idee", pk__in=idees)
        yield self._ligne(
            "initiative",
            relation="expérimentée par",
            de=("idee", "idees"),
            texte="territoire__nom",
            pk__in=initiatives,
        )
        yield self._seances("initiative", initiatives__in=initiatives)
        for sorte, champ in (("journees", "date_debut"), ("rendezvous", "date_debut")):
            yield self._ligne(
                sorte,
                relation="débattue à",
                de=("idee", "idees"),
                jour=champ,
                titre=self.modeles[sorte].TITRE,
                idees__in=idees,
            )
        yield self._ligne(
            "focuslibe",
            relation="parue dans",
            de=("idee", "articles__idee"),
            mois="mois",
            articles__idee__in=idees,
        )
        yield self._reprises(initiatives)
        if self.sorte in {"initiative", "chantier"}:
            yield self._etapes(initiatives)
        if self.sorte == "initiative":
            yield self._origines()
        if self.sorte == "focuslibe":
            yield from self._du_focus()
        if self.sorte == "chantier":
            yield from self._du_chantier()

    def _du_focus(self):
        """Where its forum was held, and the waves published with it."""
        for sorte in ("journees", "rendezvous"):
            yield self._ligne(
                sorte,
                relation="débattu à",
                de=("focuslibe", "focus"),
                jour="date_debut",
                titre=self.modeles[sorte].TITRE,
                focus=self.objet,
            )
        yield self._ligne(
            "vague", relation="paru avec", de=("focuslibe", "focus"), focus=self.objet
        )

    def _du_chantier(self):
        """What names the workstream, beside its ideas and initiatives; a podcast has a day only."""
        du_chantier = {"chantiers": self.objet, "de": ("chantier", "chantiers")}
        for sorte in ("journees", "rendezvous"):
            yield self._ligne(
                sorte,
                relation="débattu à",
                jour="date_debut",
                titre=self.modeles[sorte].TITRE,
                **du_chantier,
            )
        yield self._ligne("focuslibe", relation="traité par", mois="mois", **du_chantier)
        yield self._ligne("note", relation="traité par", jour="date", **du_chantier)
        yield self._ligne(
            "podcast", relation="traité par", jour="date", annee=None, **du_chantier
        )
        yield self._seances("chantier", chantiers=self.objet)
        vagues = self.publies("vague").values("pk")
        yield self._ligne(
            "question",
            objets=self.modeles["question"].objects.filter(vague__in=vagues),
            relation="mesuré par",
            titre=Coalesce(_non_vide("libelle"), "resume", output_field=CharField()),
            adresse=_chemin("vague", "vague__slug", Value("#"), F("code")),
            annee="vague__annee",
            texte="vague__titre",
            **du_chantier,
        )

    def _seances(self, sorte, **filtre):
        objets = self.modeles["seance"].objects.filter(
            Q(journees__in=self.publies("journees").values("pk"))
            | Q(rendez_vous__in=self.publies("rendezvous").values("pk"))
        )
        return self._ligne(
            "seance",
            objets=objets,
            relation="présentée à" if sorte == "initiative" else "débattu à",
            de=(sorte, f"{sorte}s"),
            titre=Coalesce(_non_vide("titre"), "type", output_field=CharField()),
            adresse=Concat(
                Case(
                    When(journees__isnull=False, then=_chemin("journees", "journees__slug")),
                    default=_chemin("rendezvous", "rendez_vous__slug"),
                ),
                Value("#seance-"),
                Cast("pk", CharField()),
                output_field=CharField(),
            ),
            annee=Coalesce("journees__annee", "rendez_vous__annee"),
            jour="date",
            texte=Case(
                When(
                    journees__isnull=False,
                    then=Concat(
                        Value("Journées "),
                        Cast("journees__annee", CharField()),
                        output_field=CharField(),
                    ),
                ),
                default=F("rendez_vous__nom"),
            ),
            **filtre,
        )

    def _reprises(self, initiatives):
        """Those of the initiatives, told on the sheet of each."""
        reprises = self.modeles["reprise"].objects.published_alone()
        return self._ligne(
            "reprise",
            objets=reprises.filter(initiative__in=initiatives),
            relation="reprise par",
            de=("initiative", "initiative"),
            titre="territoire__nom",
            adresse=_chemin("initiative", "initiative__slug", Value("#reprise-"), F("slug")),
            annee=None,
            jour="date",
            texte="initiative__titre",
            statut="statut",
        )

    def _etapes(self, initiatives):
        return self._ligne(
            "etape",
            objets=self.modeles["etape"].objects.filter(initiative__in=initiatives),
            relation="passe à",
            de=("initiative", "initiative"),
            titre="stade",
            adresse=_chemin("initiative", "initiative__slug"),
            jour="date",
            texte="detail" if self.sorte == "initiative" else "initiative__titre",
        )

    def _origines(self):
        """The initiatives of others that this sheet tells the reprise of: nodes dated by the reprise."""
        reprises = self.modeles["reprise"].objects.published().filter(fiche=self.objet)
        return self._ligne(
            "origine",
            objets=reprises,
            titre="initiative__titre",
            adresse=_chemin("initiative", "initiative__slug"),
            annee=None,
            jour="date",
            texte="initiative__territoire__nom",
            statut="statut",
        )

    def _ligne(
        self,
        sorte,
        *,
        objets=None,
        relation="",
        de=("", None),
        titre="titre",
        adresse=None,
        annee="annee",
        mois=None,
        jour=None,
        texte="",
        statut=None,
        **filtre,
    ):
        """One select: edge, node, words, address, date. Fields by name; unordered and typed, as a union demands."""
        if objets is None:
            objets = self.publies(sorte)
        sorte_de, champ_de = de
        return (
            objets.filter(**filtre)
            .order_by()
            .values_list(
                Value(relation, output_field=CharField()),
                _cle(sorte_de, champ_de) if champ_de else _texte(Value("")),
                _cle(sorte, "pk"),
                Value(sorte, output_field=CharField()),
                _texte(titre),
                _texte(adresse or _chemin(sorte, "slug")),
                Cast(
                    F(annee) if isinstance(annee, str) else annee or Value(None), IntegerField()
                ),
                Cast(_lu(mois), IntegerField()),
                Cast(_lu(jour), DateField()),
                _texte(_lu(texte, "")),
                _texte(_lu(statut, "")),
            )
        )


def _lu(champ, sinon=None):
    """A field by its name or an expression; `sinon` when the sort has none."""
    return champ or Value(sinon)


def _texte(expression):
    return Cast(expression, CharField())


def _cle(sorte, champ):
    """The key of a node: « initiative-12 »."""
    return Concat(Value(f"{sorte}-"), Cast(champ, CharField()), output_field=CharField())


def _chemin(sorte, slug, *suite):
    return Concat(Value(f"{sorte}/"), F(slug), *suite, output_field=CharField())


def _non_vide(champ):
    return NullIf(champ, Value(""), output_field=CharField())
