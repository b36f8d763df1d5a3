"""Mails to those who act for a territory, or to the coordination: one each, no address shown."""

from django.urls import reverse

from comptes.droits import GROUPE
from comptes.models import User
from courrier.poste import absolue, poster
from solidaires.texte import une_ligne
from territoires.models import Agent


def agents_de(territoire):
    """Those who act for it today."""
    return Agent.objects.in_force().filter(territoire=territoire).select_related("user")


def ecrire_aux_agents(territoire, gabarit, contexte, *, cle, **options):
    """Post one mail to each agent in force of the territory. Returns how many there are.

    `cle` names the event; `options` are those of `poster`.
    """
    agents = agents_de(territoire)
    contexte = {"destinataire": territoire, **contexte}
    for agent in agents:
        poster(gabarit, agent.user.email, contexte, cle=f"{cle}:{agent.user_id}", **options)
    return len(agents)


def ecrire_a_la_coordination(gabarit, contexte, *, cle, **options):
    """Post one mail to each person of the coordination. Returns how many there are."""
    personnes = User.objects.filter(is_active=True, is_staff=True, groups__name=GROUPE)
    for personne in personnes:
        poster(gabarit, personne.email, contexte, cle=f"{cle}:{personne.pk}", **options)
    return len(personnes)


def lien(nom, *arguments):
    """The whole address of a page of the portal, for a mail."""
    return absolue(reverse(nom, args=arguments))


def nom_de(user):
    """How a person is called for another territory: a name, never an address; "" without one."""
    nom = une_ligne(user.nom) if user else ""
    return "" if "@" in nom else nom


def citer(texte):
    """Somebody's own words in a mail: quoted line by line, so that none passes for ours."""
    return "\n".join(f"> {ligne}".rstrip() for ligne in texte.strip().splitlines())
