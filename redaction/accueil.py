"""The home page of the back office, which is the queue, and the pages that put a line to sleep."""

from datetime import timedelta

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateformat import format as formater
from django.views.decorators.http import require_POST

from redaction import file
from redaction.models import Sommeil
from solidaires.texte import INSECABLE


def get_urls(site):
    """The pages of the queue, for the admin site; the home page is its index."""
    return [
        path("file/sommeil/", site.admin_view(sommeil), name="sommeil"),
        path("file/reveil/", site.admin_view(reveil), name="reveil"),
        path("file/<slug:groupe>/", site.admin_view(groupe), name="file_groupe"),
    ]


def contexte(user):
    """What the home page shows. One query per source and one for what sleeps."""
    return {"file": file.lire(user), "title": "Ce qui attend"}


class PageForm(forms.Form):
    """The number of a page, in the address."""

    page = forms.IntegerField(min_value=1, max_value=10_000, required=False)


def groupe(request, groupe):
    """One group of the queue in full, by pages."""
    formulaire = PageForm(request.GET)
    numero = (formulaire.is_valid() and formulaire.cleaned_data["page"]) or 1
    section = file.lire_groupe(request.user, groupe, numero)
    if section is None:
        raise Http404
    suivante = section.extrait.total > numero * file.PAGE
    return TemplateResponse(
        request,
        "redaction/file_groupe.html",
        {
            **admin.site.each_context(request),
            "title": section.groupe.titre,
            "section": section,
            "maintenant": timezone.now(),
            "precedente": numero - 1,
            "suivante": numero + 1 if suivante else 0,
        },
    )


class SommeilForm(forms.Form):
    """Until when a line sleeps, and why. `aujourd_hui`: the date from which the choices count."""

    jusqu_au = forms.TypedChoiceField(
        label="La ligne revient",
        widget=forms.RadioSelect,
        coerce=int,
        error_messages={"required": "Choisissez quand la ligne revient."},
    )
    motif = forms.CharField(
        label="Pourquoi attendre",
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        help_text="Une phrase pour vous\u00a0: «\u00a0J’attends la réponse du service.\u00a0»",
        error_messages={
            "required": "Écrivez pourquoi\u00a0: vous le retrouverez dans la file."
        },
    )

    def __init__(self, *args, aujourd_hui, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["jusqu_au"].choices = [
            (jours, f"{quand} ({formater(aujourd_hui + timedelta(days=jours), 'l j F')})")
            for jours, quand in ((1, "demain"), (7, "dans une semaine"), (30, "dans un mois"))
        ]


def sommeil(request):
    """Put one line to sleep: GET asks until when and why, POST keeps it."""
    cle = request.GET.get("cle", "")
    ligne = file.trouver(request.user, cle)
    if ligne is None:
        messages.info(request, "Cette ligne n’attend plus.")
        return HttpResponseRedirect(reverse("admin:index"))
    aujourd_hui = timezone.localdate()
    formulaire = SommeilForm(
        request.POST if request.method == "POST" else None, aujourd_hui=aujourd_hui
    )
    if formulaire.is_valid():
        jours = timedelta(days=formulaire.cleaned_data["jusqu_au"])
        endormi, _ = Sommeil.objects.update_or_create(
            cle=cle,
            defaults={
                "titre": ligne.titre[:300],
                "motif": formulaire.cleaned_data["motif"],
                "jusqu_au": aujourd_hui + jours,
                "auteur": request.user,
                "created_at": timezone.now(),
            },
        )
        quand = formater(endormi.jusqu_au, "j F Y").replace(" ", INSECABLE)
        _noter(
            request.user,
            endormi,
            f"Ligne mise en sommeil jusqu’au {quand} : {endormi.motif.rstrip('.')}.",
        )
        messages.success(
            request, f"«{INSECABLE}{endormi.titre}{INSECABLE}» reviendra le {quand}."
        )
        return HttpResponseRedirect(f"{reverse('admin:index')}#{cle.partition(':')[0]}")
    return TemplateResponse(
        request,
        "redaction/file_sommeil.html",
        {
            **admin.site.each_context(request),
            "title": "Mettre en sommeil",
            "ligne": ligne,
            "formulaire": formulaire,
        },
    )


@require_POST
def reveil(request):
    """Wake one line: it is back in the queue at once."""
    endormi = Sommeil.objects.filter(cle=request.POST.get("cle", "")).first()
    if endormi is None:
        messages.info(request, "Cette ligne ne dort plus.")
    elif not file.peut_voir(request.user, endormi.cle):
        raise PermissionDenied
    else:
        _noter(request.user, endormi, "Ligne réveillée.")
        endormi.delete()
        messages.success(
            request,
            f"«{INSECABLE}{endormi.titre}{INSECABLE}» est de retour dans la file, "
            "si elle attend encore.",
        )
    return HttpResponseRedirect(reverse("admin:index"))


def _noter(user, endormi, message):
    """Write it in the journal, under the name of what slept."""
    LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(endormi),
        object_id=endormi.pk,
        object_repr=endormi.titre[:200],
        action_flag=CHANGE,
        change_message=message,
    )
