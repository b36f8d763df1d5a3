"""What a page says to those who share it and to machines, in its <head>."""

import json
from html import unescape

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from partage import schema, vignette
from partage.dessin import HAUTEUR, LARGEUR

register = template.Library()

# What stands over the title when the page has nothing more precise.
RUBRIQUES = {
    "fabrique": "La Fabrique",
    "forum": "Le Forum",
    "journees": "Les Journées",
    "calendrier": "Le calendrier solidaire",
    "publications": "Les publications",
    "barometre": "Le baromètre",
}
# JSON inside HTML: nothing that could end the element, as django.utils.html.json_script.
_ECHAPPEMENTS = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


class _Retenir(template.Node):
    """Keeps what it holds in the context, instead of printing it: a block can then be said twice."""

    def __init__(self, nom, nodelist):
        self.nom, self.nodelist = nom, nodelist

    def render(self, context):
        context[self.nom] = mark_safe(self.nodelist.render(context).strip())  # noqa: S308  # rendered
        return ""


@register.tag
def retenir(parser, token):
    """`{% retenir nom %}…{% endretenir %}`: what is inside, stripped, under that name."""
    _, nom = token.split_contents()
    nodelist = parser.parse(["endretenir"])
    parser.delete_first_token()
    return _Retenir(nom, nodelist)


@register.inclusion_tag("partage/_tete.html", takes_context=True)
def partage(context, titre, description, surtitre):
    """The Open Graph tags of a public page: its words as HTML, its image. Nothing for a preview."""
    request, section = context["request"], context.get("section") or "neutre"
    if _est_apercu(request):
        return {}
    rubrique = RUBRIQUES.get(section, "")
    # After a « ? », the words may be anybody's: our image does not say them.
    mots = (schema.NOM if request.GET else unescape(titre)), unescape(surtitre) or rubrique
    return {
        "titre": titre,
        "description": description,
        "adresse": context["canonique"],
        "type": "article" if surtitre else "website",
        "image": schema.absolue(vignette.adresse(*mots, section)),
        "largeur": LARGEUR,
        "hauteur": HAUTEUR,
        "site": schema.NOM,
    }


@register.simple_tag(takes_context=True)
def donnees_de(context, objet):
    """The page of an object in the words of schema.org; nothing when what it shows is not public."""
    if _est_apercu(context["request"]) or not objet.is_published:
        return ""
    return _en_json(schema.de_l_objet(objet))


@register.simple_tag
def donnees_du_fil(fil):
    """The breadcrumb in the words of schema.org."""
    return _en_json(schema.du_fil(fil))


@register.simple_tag
def donnees_du_portail():
    """Who publishes the portal, and its search."""
    return format_html_join("\n", "{}", ((_en_json(partie),) for partie in schema.du_portail()))


def _est_apercu(request):
    """Whether a version is shown that may not be public, to an editor or by a link."""
    return hasattr(request, "apercu") or hasattr(request, "bandeau")


def _en_json(donnees):
    """A data block: nothing runs it, so that the policy of the site has nothing to allow."""
    if not donnees:
        return ""
    texte = json.dumps(donnees, ensure_ascii=False).translate(_ECHAPPEMENTS)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(texte))  # noqa: S308  # escaped above
