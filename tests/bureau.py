"""The back office through its pages, as the browser of an editor would use it."""

from taggit.forms import TagField


def texte(response):
    """The page as one reads it: its no-break spaces are spaces."""
    return response.content.decode().replace("\u00a0", " ")


def remplir(client, url):
    """The values that the browser would send back, inlines included."""
    response = client.get(url)
    formulaires = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        formulaires += [inline.formset.management_form, *inline.formset.forms]
    valeurs = {}
    for formulaire in formulaires:
        for champ in formulaire:
            valeur = champ.value()
            if valeur is None or valeur is False:
                continue
            if isinstance(champ.field, TagField):
                valeur = champ.field.widget.format_value(valeur) or ""
            valeurs[champ.html_name] = list(valeur) if hasattr(valeur, "all") else valeur
    if empreinte := response.context.get("empreinte"):
        valeurs["empreinte"] = empreinte
    return valeurs
