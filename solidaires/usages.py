"""Where a row is used: what to know before deleting it. A leaf: finds the relations by itself."""

from django.apps import apps
from django.db.models import CASCADE, Q
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html


def usages(objets):
    """The rows of any type that point to one of `objets`, all of one model.

    One query per type: for a form, not for the rows of a list.
    """
    objets = list(objets)
    for model in apps.get_models():
        champs = [
            champ.name
            for champ in model._meta.get_fields()
            if (champ.many_to_one or champ.many_to_many)
            and champ.concrete
            and champ.related_model is type(objets[0])
        ]
        if champs:
            condition = Q()
            for champ in champs:
                condition |= Q(**{f"{champ}__in": objets})
            yield from model._default_manager.filter(condition).order_by("pk").distinct()


def vers(objet):
    """The name of a row, leading to the page that edits it: its own, or its owner's for a part."""
    texte = f"{objet._meta.verbose_name} : {objet}"
    for cible in (objet, *_proprietaires(objet)):
        try:
            url = reverse(
                f"admin:{cible._meta.app_label}_{cible._meta.model_name}_change",
                args=[cible.pk],
            )
        except NoReverseMatch:
            continue
        if cible is not objet:
            texte = f"{texte} ({cible._meta.verbose_name} : {cible})"
        return format_html('<a href="{}">{}</a>', url, texte)
    return texte


def _proprietaires(objet):
    """What this row is a part of. One query each."""
    cles = (champ for champ in objet._meta.fields if champ.many_to_one)
    parents = (getattr(objet, c.name) for c in cles if c.remote_field.on_delete is CASCADE)
    return [parent for parent in parents if parent]
