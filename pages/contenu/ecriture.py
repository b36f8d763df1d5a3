"""Writes the rows of content/: creates what is new, follows what nobody touched, leaves the rest.

The rule. A record makes its row once, and `FicheChargee` keeps the image of what it wrote. Then:
- the row still is that image: it follows the content (« inchangé » or « modifié »);
- somebody changed it: it is left alone (« conservé »);
- somebody deleted it: it is not made again (« écarté »).
`remplacer` writes what the content says in the last two cases too. Only the fields that the content
speaks of are compared and written; the state of publication never is.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import DecimalField, Field, Model

from barometre.models import Modalite, Question, Vague
from chantiers.models import MotCle
from evenements.models import Journees, RendezVous, Seance
from fabrique.models import Initiative
from pages.contenu.fiches import Fiche, Partie, Ref
from pages.contenu.lecture import Repere
from pages.models import FicheChargee
from publications.models import FocusLibe
from solidaires.publication import Publiable, dire_change
from solidaires.texte import slugifier
from territoires.models import Territoire

# What belongs to a row, as reverse accessors: compared and written with it.
PARTIES = {
    Initiative: ("etapes", "chiffres"),
    Journees: ("seances", "interventions"),
    RendezVous: ("seances", "interventions"),
    Seance: ("interventions",),
    FocusLibe: ("articles",),
    Vague: ("questions",),
    Question: ("modalites",),
    Modalite: ("resultats",),
}


class Ecriture:
    """One loading. `bilan` counts the fates: {(model, fate): number}. To be run in a transaction."""

    def __init__(self, *, maintenant: datetime, remplacer: bool = False):
        self.maintenant = maintenant
        self.remplacer = remplacer
        self.bilan: Counter[tuple[type[Model], str]] = Counter()
        self.conserves: list[Model] = []
        self._cles: dict[Ref, int | None] = {
            Ref(Territoire, f"{nature}/{code}"): cle
            for nature, code, cle in Territoire.objects.exclude(
                nature=Territoire.Nature.COMMUNE
            ).values_list("nature", "code", "pk")
        }
        self._traces = {(t.modele, t.ident): t for t in FicheChargee.objects.all()}
        self._prises: dict[tuple[type[Model], int], str] = {}
        self._mots: dict[str, MotCle] = {}

    def ecrire(self, fiches: Iterable[Fiche]) -> None:
        """Write them all, in order. Raises ContenuInvalide at the first that the models refuse.

        What changed is told once everything is there: a page names others that come after it.
        """
        ecrites = []
        for fiche in fiches:
            sort = self._ecrire(fiche)
            self.bilan[fiche.modele, sort] += 1
            if sort in {"créé", "modifié"}:
                ecrites.append((fiche.modele, self._cles[fiche.ref]))
        for modele, cle in ecrites:
            dire_change(modele.objects.get(pk=cle))

    def _ecrire(self, fiche: Fiche) -> str:
        trace = self._traces.get((fiche.modele._meta.label, fiche.ident))
        objet = self._retrouver(fiche, trace)
        if objet is None and trace and not self.remplacer:
            self._cles[fiche.ref] = None
            return "écarté"
        if objet and (fiche.modele, objet.pk) in self._prises:
            autre = self._prises[fiche.modele, objet.pk]
            raise fiche.repere.erreur(f"la fiche « {autre} » décrit déjà « {objet} »")
        voulue = self._image_voulue(fiche.modele, fiche)
        if objet is None:
            objet, sort = self._creer(fiche), "créé"
        else:
            actuelle = self._image(objet, fiche)
            if actuelle == voulue:
                sort = "inchangé"
            elif self.remplacer or (trace and _est_restee(actuelle, trace.image)):
                self._remplir(objet, fiche, fiche.repere)
                sort = "modifié"
            else:
                self.conserves.append(objet)
                sort = "conservé"
        self._cles[fiche.ref] = objet.pk
        self._prises[fiche.modele, objet.pk] = fiche.ident
        if sort != "conservé":
            self._retenir(fiche, trace, objet, voulue)
        return sort

    def _retrouver(self, fiche: Fiche, trace: FicheChargee | None) -> Model | None:
        """The row that the record made, else one made by hand with the same key, or None."""
        if trace:
            objet = fiche.modele.objects.filter(pk=trace.objet).first()
            if objet or not self.remplacer:
                return objet
        champ = fiche.modele._meta.get_field
        cle = {nom: self._valeur(champ(nom), fiche.champs[nom]) for nom in fiche.cle}
        return fiche.modele.objects.filter(**cle).first()

    def _retenir(
        self, fiche: Fiche, trace: FicheChargee | None, objet: Model, image: dict
    ) -> None:
        if trace is None:
            trace = FicheChargee(modele=fiche.modele._meta.label, ident=fiche.ident)
        if (trace.objet, trace.image) != (objet.pk, image):
            trace.objet, trace.image = objet.pk, image
            trace.save()

    # Writing

    def _creer(self, fiche: Fiche) -> Model:
        objet = fiche.modele()
        self._remplir(objet, fiche, fiche.repere)
        if isinstance(objet, Publiable):
            objet.publish(when=self.maintenant)
        return objet

    def _remplir(self, objet: Model, partie: Partie, repere: Repere) -> None:
        """Give a row its fields, its relations, its keywords and its parts, and save it."""
        for nom, valeur in partie.champs.items():
            champ = objet._meta.get_field(nom)
            setattr(objet, champ.attname, self._valeur(champ, valeur))
        try:
            objet.full_clean()
        except ValidationError as erreur:
            raise repere.erreur(_en_phrases(objet, erreur)) from erreur
        objet.save()
        for nom, refs in partie.relations.items():
            getattr(objet, nom).set(self._pks(refs))
        if isinstance(partie, Fiche) and partie.mots_cles is not None:
            objet.mots_cles.set([self._mot_cle(mot) for mot in partie.mots_cles])
        for nom, enfants in partie.parties.items():
            parties = getattr(objet, nom)
            parties.all().delete()
            for enfant in enfants:
                self._remplir(parties.model(**{parties.field.name: objet}), enfant, repere)

    def _mot_cle(self, mot: str) -> MotCle:
        """The keyword, in the spelling already in use when there is one."""
        slug = slugifier(mot)
        if slug not in self._mots:
            self._mots[slug], _ = MotCle.objects.get_or_create(
                slug=slug, defaults={"name": mot}
            )
        return self._mots[slug]

    def _valeur(self, champ: Field, valeur: Any) -> Any:
        """The value to store: the key of a reference (None when that row was deleted)."""
        return self._cles[valeur] if isinstance(valeur, Ref) else champ.to_python(valeur)

    def _pks(self, refs: Iterable[Ref]) -> list[int]:
        return sorted({cle for cle in map(self._cles.get, refs) if cle is not None})

    # Comparing. An image is what the content says of a row, in values that JSON holds: its fields
    # by name, its relations as keys, its keywords as slugs, its parts as whole images in order.

    def _image_voulue(self, modele: type[Model], partie: Partie) -> dict:
        """The image that a record asks for."""
        image = {}
        for nom, valeur in partie.champs.items():
            champ = modele._meta.get_field(nom)
            image[nom] = _simple(champ, self._valeur(champ, valeur))
        image |= {nom: self._pks(refs) for nom, refs in partie.relations.items()}
        if isinstance(partie, Fiche) and partie.mots_cles is not None:
            image["mots_cles"] = sorted({slugifier(mot) for mot in partie.mots_cles})
        for nom, enfants in partie.parties.items():
            relation = modele._meta.get_field(nom)
            vide = _image_vide(relation.related_model, relation.field.name)
            image[nom] = [
                vide | self._image_voulue(relation.related_model, enfant) for enfant in enfants
            ]
        return image

    def _image(self, objet: Model, fiche: Fiche) -> dict:
        """The image that a row has now, limited to what the record speaks of."""
        image = _image_des_champs(objet, fiche.champs)
        image |= _image_des_relations(objet, fiche.relations)
        if fiche.mots_cles is not None:
            image["mots_cles"] = sorted(objet.mots_cles.values_list("slug", flat=True))
        return image | {nom: _image_des_parties(objet, nom) for nom in fiche.parties}


def _est_restee(actuelle: dict, image: dict) -> bool:
    """Whether a row still is as it was written. A field that was not loaded then does not count."""
    return all(actuelle[nom] == valeur for nom, valeur in image.items() if nom in actuelle)


def _image_des_champs(objet: Model, noms: Iterable[str]) -> dict:
    champs = map(objet._meta.get_field, noms)
    return {champ.name: _simple(champ, getattr(objet, champ.attname)) for champ in champs}


def _image_des_relations(objet: Model, noms: Iterable[str]) -> dict:
    return {
        nom: sorted(getattr(objet, nom).order_by().values_list("pk", flat=True)) for nom in noms
    }


def _image_des_parties(objet: Model, nom: str) -> list[dict]:
    """Whole rows: a part has nothing that the content does not decide."""
    parent = getattr(objet, nom).field.name
    return [
        _image_des_champs(partie, _noms_des_champs(type(partie), parent))
        | _image_des_relations(partie, [m2m.name for m2m in partie._meta.many_to_many])
        | {sous: _image_des_parties(partie, sous) for sous in PARTIES.get(type(partie), ())}
        for partie in getattr(objet, nom).order_by("pk")
    ]


def _image_vide(modele: type[Model], parent: str) -> dict:
    """The image of a part of which nothing is said."""
    return (
        {
            nom: _simple(modele._meta.get_field(nom), modele._meta.get_field(nom).get_default())
            for nom in _noms_des_champs(modele, parent)
        }
        | {m2m.name: [] for m2m in modele._meta.many_to_many}
        | {sous: [] for sous in PARTIES.get(modele, ())}
    )


def _noms_des_champs(modele: type[Model], parent: str) -> list[str]:
    return [
        champ.name
        for champ in modele._meta.concrete_fields
        if not champ.primary_key and champ.name != parent
    ]


def _simple(champ: Field, valeur: Any) -> Any:
    """A value as JSON holds it; two equal values of a field have one form."""
    if isinstance(champ, DecimalField) and valeur is not None:
        return f"{Decimal(valeur).normalize():f}"
    if isinstance(valeur, date | time):
        return valeur.isoformat()
    return str(valeur) if isinstance(valeur, str) else valeur


def _en_phrases(objet: Model, erreur: ValidationError) -> str:
    """What the models refuse, each field by its French name."""
    phrases = []
    for nom, messages in erreur.message_dict.items():
        prefixe = (
            ""
            if nom == NON_FIELD_ERRORS
            else f"« {objet._meta.get_field(nom).verbose_name} » : "
        )
        phrases.append(prefixe + " ".join(messages))
    return " ".join(phrases)
