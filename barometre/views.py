"""Public pages of the barometer: the waves, and one wave whole."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from barometre.mentions import mentions
from barometre.models import Question, Vague
from chantiers import parcours
from solidaires.publication import get_visible_or_404
from solidaires.texte import enumerer

SECTION = "barometre"
# French puts an article before some names of institutes only.
INSTITUTS = {"Ifop": "l’Ifop"}


@require_safe
def vague_list(request):
    """Every survey: the yearly waves, then the thematic studies beside them."""
    vagues = list(Vague.objects.published().for_list())
    annuelles = [v for v in vagues if v.type == Vague.Type.ANNUELLE]
    return render(
        request,
        "barometre/vague_list.html",
        {
            "section": SECTION,
            "fil": [("Le baromètre", "")],
            "realisation": _realisation(reversed(annuelles)),
            "annuelles": annuelles,
            "thematiques": [v for v in vagues if v.type == Vague.Type.THEMATIQUE],
        },
    )


@require_safe
def vague_detail(request, slug):
    """One wave: its questions with their figures, and the notice that the law asks for."""
    vague = get_visible_or_404(Vague.objects.for_detail(), request, slug=slug)
    questions = list(vague.questions.all())
    suivies = _suivies(questions)
    return render(
        request,
        "barometre/vague_detail.html",
        {
            "section": SECTION,
            "fil": [("Le baromètre", reverse("barometre:vague_list")), (vague.titre, "")],
            "vague": vague,
            "questions": [(q, suivies.get(q.serie_id, ())) for q in questions],
            "autres_vagues": Vague.objects.published().for_list().exclude(pk=vague.pk),
            "mentions": mentions(vague, questions),
            "adresses": _adresses(vague),
            **parcours.contexte(vague),
        },
    )


def _realisation(vagues):
    """One sentence per institute and director of the waves, oldest first.

    « Réalisé en 2021, 2022 et 2023 par l’Ifop sous la direction de Jérôme Fourquet. »
    """
    annees = {}
    for vague in vagues:
        annees.setdefault((vague.institut, vague.direction), []).append(str(vague.annee))
    return [
        f"Réalisé en {enumerer(dates)} par "
        f"{INSTITUTS.get(institut, institut) or 'un institut non communiqué'}"
        f"{f' sous la direction de {direction}' if direction else ''}."
        for (institut, direction), dates in annees.items()
    ]


def _adresses(vague):
    """(words, address) of its report, its notice and its first page; only what may be linked."""
    liens = (("Notice du sondage", vague.notice), ("Page d’origine", vague.lien))
    rapport = [("Rapport (PDF)", vague.rapport.get_absolute_url())] if vague.rapport else []
    return rapport + [(mots, lien.href) for mots, lien in liens if lien and lien.href]


def _suivies(questions):
    """The same questions in every public wave, {series: [Question]}, oldest first. One query.

    A series that no other public wave carries is left out: there is nothing to follow.
    """
    ici = {question.serie_id: question for question in questions if question.serie_id}
    autres = (
        Question.objects.filter(serie__in=ici, vague__in=Vague.objects.published())
        .exclude(pk__in=[question.pk for question in questions])
        .select_related("vague")
        .order_by("vague__annee", "pk")
    )
    par_serie = {}
    for autre in autres:
        par_serie.setdefault(autre.serie_id, [ici[autre.serie_id]]).append(autre)
    return {
        serie: sorted(suivies, key=lambda question: (question.vague.annee, question.pk))
        for serie, suivies in par_serie.items()
    }
