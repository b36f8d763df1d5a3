"""What machines read of a page, in the words of schema.org: each app describes its own types.

An app writes in its `schema.py`, imported by its `AppConfig.ready()`:

    @decrire(Idee)
    def idee(idee):
        return {"@type": "Article", "headline": idee.titre, …}

Only what is known is said: empty values are left out, and nothing is queried that the page has not
loaded. Vocabulary: https://schema.org/docs/full.html; tests/partage holds every page against it.
"""

from urllib.parse import urljoin

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from solidaires.texte import extrait

NOM = "Solutions solidaires"
RESUME = 300

# {model: function}; filled when the apps are ready.
_DESCRIPTIONS = {}


def decrire(model):
    """Declare how the pages of a type are described; decorates a function of the object."""

    def declarer(fonction):
        _DESCRIPTIONS[model] = fonction
        return fonction

    return declarer


def de_l_objet(objet):
    """The description of a page: its address, and what its app says of it; None when it says nothing."""
    siennes = _DESCRIPTIONS[type(objet)](objet)
    if not siennes:
        return None
    adresse = absolue(objet.get_absolute_url())
    return {"@context": "https://schema.org", **garder(siennes), "@id": adresse, "url": adresse}


def du_fil(fil):
    """The breadcrumb of a page: [(words, path)], the last one being the page itself."""
    etapes = [("Accueil", reverse("accueil")), *fil]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            garder(
                {
                    "@type": "ListItem",
                    "position": rang,
                    "name": str(mots),
                    "item": absolue(chemin) if chemin else "",
                }
            )
            for rang, (mots, chemin) in enumerate(etapes, start=1)
        ],
    }


def du_portail():
    """Who publishes, and how its pages are searched: for the home page."""
    accueil = absolue(reverse("accueil"))
    recherche = absolue(reverse("recherche:recherche"))
    return [
        {"@context": "https://schema.org", **organisation(), "logo": absolue(static("img/apple-touch-icon.png"))},
        {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "@id": f"{accueil}#site",
            "url": accueil,
            "name": NOM,
            "inLanguage": "fr",
            "publisher": {"@id": organisation()["@id"]},
            "potentialAction": {
                "@type": "SearchAction",
                "target": {
                    "@type": "EntryPoint",
                    "urlTemplate": f"{recherche}?q={{search_term_string}}",
                },
                "query-input": "required name=search_term_string",
            },
        },
    ]  # fmt: skip


def article(objet, titre, rubrique, **autres):
    """A sheet as an Article of a section of the portal; the rest as for `oeuvre`."""
    return oeuvre(objet, "Article", headline=titre, articleSection=rubrique, **autres)


def oeuvre(objet, type_, *, resume="", texte="", **autres):
    """What every page that we publish says; `autres` adds to it. `texte` stands in for a missing `resume`."""
    return {
        "@type": type_,
        "description": extrait(resume or texte, RESUME),
        "inLanguage": "fr",
        "datePublished": moment(objet.published_at),
        "dateModified": moment(objet.updated_at),
        "publisher": organisation(),
        **autres,
    }


def organisation(nom=NOM):
    """The portal's own, or another one by its name; {} without a name."""
    if nom != NOM:
        return nom and {"@type": "Organization", "name": nom}
    accueil = absolue(reverse("accueil"))
    return {
        "@type": "Organization",
        "@id": f"{accueil}#organisation",
        "name": nom,
        "url": accueil,
    }


def lieu(territoire):
    """A territory of the official geography."""
    return {
        "@type": "AdministrativeArea",
        "name": territoire.nom,
        "url": absolue(territoire.get_absolute_url()),
    }


def moment(instant):
    """ISO 8601 at the hour of Paris, None for none."""
    return instant and timezone.localtime(instant).isoformat(timespec="seconds")


def absolue(chemin):
    """A path under the portal's own name."""
    return urljoin(settings.ADRESSE_DU_PORTAIL, chemin)


def garder(dictionnaire):
    """Without what is not known."""
    return {
        cle: valeur for cle, valeur in dictionnaire.items() if valeur not in (None, "", [], {})
    }
