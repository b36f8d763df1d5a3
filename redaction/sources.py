"""What the desk itself knows to be waiting: sheets, versions, answers, links, jobs. One query each.

Titles come from the database (`Publiable.TITRE`): no object is read, whatever the volume.
"""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Case, CharField, DateTimeField, F, Q, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from courrier.models import Tache
from courrier.taches import REGISTRE, RETARD
from mediatheque.models import Lien
from redaction.file import Extrait, Groupe, Ligne, premieres, source
from redaction.models import ReponseApercu, Revision
from solidaires import texte
from solidaires.publication import EN_LIGNE, Etat, types_publiables

# A withdrawal is announced this long before; a publication, as soon as it is scheduled.
RETRAIT_ANNONCE = timedelta(days=7)
# The worker looks every minute: past this, an hour was missed.
HEURE_MANQUEE = timedelta(minutes=5)
# Who wrote a version: the name that colleagues see, or the address.
AUTEUR = Coalesce(NullIf("auteur__nom", Value("")), "auteur__email")
# A job that has not succeeded for so many of its periods is urgent.
PERIODES = 3
# {(group, app.model): page of the back office} for the lines that lead elsewhere than to the form of
# their sheet; filled by the apps that have such a page.
PAGES = {}


def publiables(demande):
    """{app.model: model} of the publishable types that the person may view."""
    return {
        model._meta.label_lower: model
        for model in types_publiables()
        if demande.peut_voir(model)
    }


def adresse(model, *args, page="change"):
    """A page of the back office about one row of a type; `args`: its key, and what the page asks."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def en_clair(instant):
    """« 10 mars 2026 à 10 h 00 (heure de Paris) », spaces that a line may not cut."""
    local = timezone.localtime(instant)
    jour = date_format(local, "j F Y").replace(" ", texte.INSECABLE)
    return f"{jour} à {local:%-H}{texte.INSECABLE}h{texte.INSECABLE}{local:%M} (heure de Paris)"


def extraits(rangees, limite, ligne):
    """{group: Extrait} of the rows of several `premieres`, each counted within its own type.

    `ligne(rangee)` makes the Ligne of one row; the earliest come first.
    """
    par_groupe = defaultdict(list)
    for rangee in rangees:
        par_groupe[rangee["groupe"]].append(rangee)
    extraits = {}
    for groupe, siennes in par_groupe.items():
        siennes.sort(key=lambda r: (r["depuis"], r["label"], r["pk"]))
        total = sum({r["label"]: r["total"] for r in siennes}.values())
        extraits[groupe] = Extrait(total, [ligne(r) for r in siennes[:limite]])
    return extraits


# Sheets


@source(
    Groupe("corrections", "Corrections revenues", rang=20),
    Groupe("a-relire", "À relire", rang=30),
    Groupe("programmees", "Mises en ligne et retraits programmés", rang=90, attente=False),
)
def fiches(demande):
    """The sheets of every type that wait for her, and those whose hour is set."""
    modeles = publiables(demande)
    if not modeles:
        return {}
    premiere, *autres = (_fiches(demande, model) for model in modeles.values())
    return extraits(
        premiere.union(*autres, all=True),
        demande.limite,
        lambda rangee: _ligne_de_fiche(demande, modeles[rangee["label"]], rangee),
    )


def _fiches(demande, model):
    """The rows of one type: same columns and types of columns for all, as a union asks."""
    a_venir = Q(etat__in=EN_LIGNE, published_at__gt=demande.maintenant)
    retrait = Q(
        etat__in=EN_LIGNE,
        retired_at__gt=demande.maintenant,
        retired_at__lte=demande.maintenant + RETRAIT_ANNONCE,
    )
    # What had been asked stays written until the answer: a sheet to review that has a reason is
    # a sheet that came back.
    groupe = Case(
        When(~Q(etat=Etat.A_RELIRE), then=Value("programmees")),
        When(motif="", then=Value("a-relire")),
        default=Value("corrections"),
        output_field=CharField(),
    )
    quand = Case(
        When(a_venir, then=F("published_at")),
        When(retrait, then=F("retired_at")),
        default=F("updated_at"),
        output_field=DateTimeField(),
    )
    queryset = (
        model.objects.kept()
        .filter(Q(etat=Etat.A_RELIRE) | a_venir | retrait)
        .annotate(
            groupe=groupe,
            label=Value(model._meta.label_lower, CharField()),
            intitule=Cast(model.TITRE, TextField()),
            depuis=quand,
        )
    )
    for groupe in ("corrections", "a-relire", "programmees"):
        if endormis := demande.endormis(groupe, model._meta.label_lower):
            queryset = queryset.exclude(groupe=groupe, pk__in=endormis)
    return (
        premieres(queryset, demande.limite, "depuis", partition="groupe")
        .order_by()
        .values("groupe", "label", "pk", "intitule", "depuis", "motif", "published_at", "total")
    )


def _ligne_de_fiche(demande, model, rangee):
    action = "Relire"
    if rangee["groupe"] == "a-relire":
        pourquoi = "Elle attend votre relecture."
    elif rangee["groupe"] == "corrections":
        pourquoi = f"Vous aviez demandé : {texte.extrait(rangee['motif'], 140)}"
    elif rangee["published_at"] > demande.maintenant:
        pourquoi = f"Mise en ligne le {en_clair(rangee['depuis'])}."
        action = "Ouvrir"
    else:
        pourquoi = f"Retrait du site le {en_clair(rangee['depuis'])}."
        action = "Ouvrir"
    return Ligne(
        cle=f"{rangee['groupe']}:{rangee['label']}:{rangee['pk']}",
        titre=rangee["intitule"],
        genre=model._meta.verbose_name,
        depuis=rangee["depuis"],
        pourquoi=pourquoi,
        url=adresse(
            model,
            rangee["pk"],
            page=PAGES.get((rangee["groupe"], rangee["label"]), "change"),
        ),
        action=action,
    )


# Versions beside what is online, and what outsiders answered


@source(
    Groupe("heure-manquee", "Modifications dont l’heure est passée", rang=10),
    Groupe("reponses", "Réponses à un lien d’aperçu", rang=40),
    Groupe("modifications", "Modifications en attente", rang=50),
    Groupe("modifications-programmees", "Modifications programmées", rang=91, attente=False),
)
def versions(demande):
    """The versions that wait, and the answers to a preview link that nobody has read."""
    modeles = publiables(demande)
    if not modeles:
        return {}
    manquee = Q(pour_le__lt=demande.maintenant - HEURE_MANQUEE)
    attendent = Revision.objects.waiting().annotate(
        groupe=Case(
            When(manquee, then=Value("heure-manquee")),
            When(pour_le__isnull=False, then=Value("modifications-programmees")),
            default=Value("modifications"),
            output_field=CharField(),
        ),
        depuis=Coalesce("pour_le", "created_at"),
        precision=F("resume"),
    )
    reponses = ReponseApercu.objects.filter(traitee_at__isnull=True).annotate(
        groupe=Value("reponses", CharField()), depuis=F("created_at"), precision=F("verdict")
    )
    rangees = _versions(demande, modeles, attendent, "", AUTEUR).union(
        _versions(demande, modeles, reponses, "lien__revision__", F("lien__destinataire")),
        all=True,
    )
    return extraits(
        rangees,
        demande.limite,
        lambda rangee: _ligne_de_version(modeles[rangee["label"]], rangee),
    )


def _versions(demande, modeles, queryset, chemin, qui):
    """Rows about versions; `chemin` leads to the Revision. Nothing of what is in the bin."""
    visibles, types = Q(pk__in=[]), []
    for type_, model in modeles.items():
        du_type = Q(
            **{
                f"{chemin}content_type__app_label": model._meta.app_label,
                f"{chemin}content_type__model": model._meta.model_name,
            }
        )
        visibles |= du_type & Q(**{f"{chemin}objet_pk__in": model.objects.kept().values("pk")})
        types.append(When(du_type, then=Value(type_)))
    queryset = queryset.filter(visibles).annotate(
        label=Case(*types, output_field=CharField()),
        intitule=Cast(f"{chemin}titre", TextField()),
        cible=F(f"{chemin}objet_pk"),
        version=F(f"{chemin}numero"),
        qui=Cast(qui, TextField()),
        detail=Cast("precision", TextField()),
    )
    for (groupe, type_), numeros in demande.sommeils.items():
        if type_ in modeles:
            queryset = queryset.exclude(groupe=groupe, label=type_, pk__in=numeros)
    return (
        premieres(queryset, demande.limite, "depuis", partition=["groupe", "label"])
        .order_by()
        .values(
            *("groupe", "label", "pk", "intitule", "depuis", "cible", "version", "qui"),
            *("detail", "total"),
        )
    )


def _ligne_de_version(model, rangee):
    url, action = adresse(model, rangee["cible"]), "Relire et publier"
    groupe, qui = rangee["groupe"], rangee["qui"] or "quelqu’un"
    if groupe == "heure-manquee":
        pourquoi = f"Devait être en ligne le {en_clair(rangee['depuis'])}, et ne l’est pas."
        action = "Publier ou corriger"
    elif groupe == "modifications-programmees":
        pourquoi = f"Remplacera la version en ligne le {en_clair(rangee['depuis'])}."
        action = "Ouvrir"
    elif groupe == "reponses":
        verdict = ReponseApercu.Verdict(rangee["detail"]).label
        pourquoi = f"{qui} a répondu\u00a0: «\u00a0{verdict}\u00a0»."
        url = f"{adresse(model, rangee['cible'], rangee['version'], page='apercu')}#reponses"
        action = "Lire la réponse"
    else:
        pourquoi = (
            f"Le public voit encore la version d’avant ({qui}\u00a0: {rangee['detail']})."
        )
    return Ligne(
        cle=f"{groupe}:{rangee['label']}:{rangee['pk']}",
        titre=rangee["intitule"],
        genre=model._meta.verbose_name,
        depuis=rangee["depuis"],
        pourquoi=pourquoi,
        url=url,
        action=action,
        urgent=groupe == "heure-manquee",
    )


# Links


@source(
    Groupe("liens-morts", "Liens morts", rang=70),
    Groupe("liens-a-verifier", "Liens à vérifier", rang=71),
)
def liens(demande):
    """The external addresses that no longer answer, and those that nobody has opened."""
    if not demande.peut_voir(Lien):
        return {}
    etats = {Lien.Etat.MORT: "liens-morts", Lien.Etat.A_VERIFIER: "liens-a-verifier"}
    # A reference without address has none to check.
    queryset = Lien.objects.filter(etat__in=etats).exclude(url="")
    for etat, groupe in etats.items():
        if endormis := demande.endormis(groupe, Lien._meta.label_lower):
            queryset = queryset.exclude(etat=etat, pk__in=endormis)
    ordre = F("date_verification").asc(nulls_first=True)
    par_etat = defaultdict(list)
    for lien in premieres(queryset, demande.limite, ordre, partition="etat").order_by("rang"):
        par_etat[lien.etat].append(lien)
    liste = reverse("admin:mediatheque_lien_changelist")
    return {
        etats[etat]: Extrait(
            siens[0].total,
            [_ligne_de_lien(etats[etat], lien) for lien in siens],
            url=f"{liste}?etat__exact={etat}",
        )
        for etat, siens in par_etat.items()
    }


def _ligne_de_lien(groupe, lien):
    if groupe == "liens-morts":
        pourquoi = "L’adresse ne répond plus\u00a0: le site ne la montre plus comme un lien."
        action = "Remplacer l’adresse"
    else:
        pourquoi = (
            "Personne n’a vérifié l’adresse\u00a0: le site ne la montre pas comme un lien."
        )
        action = "Vérifier l’adresse"
    return Ligne(
        cle=f"{groupe}:{Lien._meta.label_lower}:{lien.pk}",
        titre=str(lien),
        genre=f"lien vers {lien.hote}",
        depuis=lien.date_verification,
        pourquoi=pourquoi,
        url=adresse(Lien, lien.pk),
        action=action,
    )


# What the portal does by itself


@source(Groupe("travail", "Travail automatique", rang=0))
def travail(demande):
    """The jobs that fail and, before them, the worker when it has stopped."""
    if not demande.peut_voir(Tache):
        return {}
    taches = list(Tache.objects.filter(nom__in=REGISTRE).order_by("pk"))
    passages = [t.dernier_debut_at for t in taches if t.dernier_debut_at]
    arrete = not passages or any(t.prochain_at < demande.maintenant - RETARD for t in taches)
    lignes = [_ligne_d_arret(max(passages, default=None))] if arrete else []
    lignes += [_ligne_d_echec(tache, demande.maintenant) for tache in taches if tache.echecs]
    endormis = demande.endormis("travail", Tache._meta.label_lower)
    eveillees = [li for li in lignes if int(li.cle.rpartition(":")[2]) not in endormis]
    constat = (
        f"Dernier passage du travail automatique\u00a0: {en_clair(max(passages))}."
        if passages
        else ""
    )
    return {"travail": Extrait(len(eveillees), eveillees[: demande.limite], constat=constat)}


def _ligne_d_arret(dernier):
    return Ligne(
        # No row of the table has this number.
        cle=f"travail:{Tache._meta.label_lower}:0",
        titre="Le travail automatique ne tourne plus",
        genre="portail",
        depuis=dernier,
        pourquoi="Les modifications programmées attendent. Prévenez la personne qui héberge le "
        "portail\u00a0: le programme «\u00a0travailleur\u00a0» est à relancer.",
        url=reverse("admin:courrier_tache_changelist"),
        action="Voir les tâches",
        urgent=True,
    )


def _ligne_d_echec(tache, maintenant):
    limite = maintenant - timedelta(minutes=PERIODES * tache.periode_minutes)
    return Ligne(
        cle=f"travail:{Tache._meta.label_lower}:{tache.pk}",
        titre=tache.libelle,
        genre="tâche automatique",
        depuis=tache.erreur_at,
        pourquoi=texte.typographier(tache.erreur),
        url=adresse(Tache, tache.pk),
        action="Voir l’échec",
        urgent=tache.dernier_succes_at is None or tache.dernier_succes_at < limite,
    )
