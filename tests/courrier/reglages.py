"""The portal with one more job, for the workers that tests start as real processes.

The job says that it has begun, then waits for a line on its standard input.
"""

import os
import sys

from django.apps import AppConfig

from solidaires.settings import *  # noqa: F403
from solidaires.settings import INSTALLED_APPS

INSTALLED_APPS += ["tests.courrier.reglages.EssaiConfig"]

COMMENCEE = "La tâche d’essai commence."
FINIE = "La tâche d’essai est finie."


class EssaiConfig(AppConfig):
    name = "tests.courrier.reglages"
    label = "essai"

    def ready(self):
        from courrier.management.commands import travailleur  # slow: models first
        from courrier.taches import tache  # slow: models first

        travailleur.PAUSE = int(os.environ.get("ESSAI_PAUSE", travailleur.PAUSE))

        @tache("essai", "Attendre une ligne")
        def attendre(maintenant):
            print(COMMENCEE, flush=True)  # noqa: T201
            if sys.stdin.readline() == "échouer\n":
                raise ValueError("on l’a demandé")
            return FINIE
