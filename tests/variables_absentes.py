"""Makes a template of this project fail when it prints a variable that nobody gave it.

pytest-django's own switch would also fail on the templates of Django's admin, which rely on
undefined variables being empty.
"""

import inspect
from pathlib import Path


class VariableAbsente(str):
    """For `string_if_invalid`: raises for a template under `dossiers`, is "" for any other.

    Templates that override Django's own, under admin/ and registration/, keep its habits.
    """

    def __new__(cls, dossiers):
        valeur = super().__new__(cls)
        valeur.dossiers = [Path(dossier) for dossier in dossiers]
        return valeur

    # Django asks in this order: is it true? does it hold "%s"? then it formats the variable.
    # Answering no to the first leaves its default behaviour, filters included.
    def __bool__(self):
        return self._gabarit_a_nous() is not None

    def __contains__(self, motif):
        return motif == "%s"

    def __mod__(self, variable):
        raise LookupError(
            f"{self._gabarit_a_nous()} prints {{{{ {variable} }}}}, which is not in its context."
        )

    def _gabarit_a_nous(self):
        """Path of the template being rendered, from templates/, when it is ours; else None.

        Django hands over no template; the node that renders itself, up the stack, knows its own.
        """
        cadre = inspect.currentframe()
        while cadre := cadre.f_back:
            if not cadre.f_code.co_name.startswith("render"):
                continue
            origine = getattr(cadre.f_locals.get("self"), "origin", None)
            if origine is not None:
                return self._relatif(Path(origine.name))
        return None

    def _relatif(self, chemin):
        for dossier in self.dossiers:
            if chemin.is_relative_to(dossier):
                relatif = chemin.relative_to(dossier)
                return None if relatif.parts[0] in {"admin", "registration"} else relatif
        return None
