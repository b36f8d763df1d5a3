"""Public pages of the barometer: the waves, and one wave whole."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from barometre.models import Question, Vague
from solidaires.publication import get_visible_or_404

SECTION = "barometre"


@require_safe
def vague_list(request):
    """Every survey: the yearly waves, then the thematic studies beside them."""
    vagues = list(Vague.objects.published().for_list())
    return render(
        request,
        "barometre/vague_list.html",
        {
            "section": SECTION,
            "fil": [("Le baromètre", "")],
            "annuelles": [v for v in vagues if v.type == Vague.Type.ANNUELLE],
            "thematiques": [v for v in vagues if v.type == Vague.Type.THEMATIQUE],
        },
    )


@require_safe
def vague_detail(request, slug):
    """One wave: its questions with their figures, and the notice that the law asks for."""
    vague = get_visible_or_404(Vague.objects.for_detail(), request, slug=slug)
    questions = list(vague.questions.all())
    suivies = _autres_vagues(questions)
    return render(
        request,
        "barometre/vague_detail.html",
        {
            "section": SECTION,
            "fil": [("Le baromètre", reverse("barometre:vague_list")), (vague.titre, "")],
            "vague": vague,
            "questions": [(q, suivies.get(q.serie_id, ())) for q in questions],
            "autres_vagues": Vague.objects.published().for_list().exclude(pk=vague.pk),
            "mentions": vague.mentions(questions),
        },
    )


def _autres_vagues(questions):
    """The same questions in the other published waves, {series: [Question]}, oldest first. One query."""
    autres = (
        Question.objects.filter(
            serie__in=[q.serie_id for q in questions if q.serie_id],
            vague__in=Vague.objects.published(),
        )
        .exclude(pk__in=[q.pk for q in questions])
        .select_related("vague")
        .order_by("vague__annee", "pk")
    )
    par_serie = {}
    for question in autres:
        par_serie.setdefault(question.serie_id, []).append(question)
    return par_serie
