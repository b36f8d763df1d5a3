"""Who may open what in the space of the territories. What is not theirs does not exist for them.

A view calls one of the `ouvrir_…` first; each answers 404 and logs why when the person does not act
for the territory.
"""

from functools import wraps

from django.contrib.auth.decorators import login_required

from fabrique.models import Initiative
from protection.refus import introuvable
from solidaires.confidentialite import confidentielle
from solidaires.publication import peut_relire
from territoires.models import Agent, Territoire


def prive(vue):
    """A page of the space: signed in, never cached nor indexed."""

    @wraps(vue)
    @confidentielle
    @login_required
    def fermee(request, *args, **kwargs):
        return vue(request, *args, **kwargs)

    return fermee


def is_coordination(user):
    """Whether they may act on behalf of any territory: who edits the initiatives in the back office."""
    return peut_relire(user, Initiative)


def territoires_de(user):
    """The territories that they act for today, by name."""
    agents = Agent.objects.in_force().filter(user=user)
    return Territoire.objects.filter(agents__in=agents).order_by("nom_replie", "pk")


def agit_pour(user, territoire):
    """Whether they act for it: one of its agents today, or the coordination on its behalf."""
    if is_coordination(user):
        return True
    return Agent.objects.in_force().filter(user=user, territoire=territoire).exists()


def is_referent(user, territoire):
    """Whether they decide who acts for it."""
    if is_coordination(user):
        return True
    referents = Agent.objects.in_force().filter(role=Agent.Role.REFERENT)
    return referents.filter(user=user, territoire=territoire).exists()


def ouvrir_territoire(request, pk):
    """The territory `pk`, for somebody who acts for it."""
    territoire = Territoire.objects.filter(pk=pk).first()
    if territoire is None or not agit_pour(request.user, territoire):
        raise introuvable(request, f"territory {pk} is not theirs")
    return territoire


def ouvrir_fiche(request, pk):
    """The initiative `pk`, bin excluded, for somebody who acts for its territory."""
    initiative = (
        Initiative.objects.kept().select_related("territoire", "image").filter(pk=pk).first()
    )
    if initiative is None or not agit_pour(request.user, initiative.territoire):
        raise introuvable(request, f"initiative {pk} is not theirs")
    return initiative
