"""Give a person the coordinator's access: create or complete the account, ask for its password."""

import secrets
import sys
from getpass import getpass

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import DatabaseError, transaction

from comptes.models import User

GROUPE = "Coordination"
# The domain is reserved (RFC 2606): no message can ever reach somebody.
ADRESSE_DE_DEMONSTRATION = "demonstration@solidaires.example"


class Command(BaseCommand):
    help = (
        "Donne l’accès de la coordination à une adresse électronique : crée le compte ou complète "
        "celui qui existe, et demande un nouveau mot de passe (sur l’entrée standard si elle "
        "n’est pas un terminal)."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", nargs="?", help="adresse électronique de la personne")
        parser.add_argument(
            "--demonstration",
            action="store_true",
            help="crée le compte de démonstration ; refusé quand DEBUG est désactivé",
        )

    def handle(self, *, email, demonstration, **options):
        if demonstration and email:
            raise CommandError("Donnez une adresse ou --demonstration, pas les deux.")
        groupe = _groupe_coordination()
        if demonstration:
            self._create_demonstration(groupe)
            return
        if not email:
            raise CommandError("Donnez l’adresse électronique : creer_coordination ADRESSE.")
        try:
            validate_email(email)
        except ValidationError as erreur:
            raise CommandError(f"« {email} » : {erreur.message}") from erreur
        user = User.objects.filter(email__iexact=email).first() or User(
            email=User.objects.normalize_email(email)
        )
        existait = user.pk is not None
        self._grant(user, groupe, self._ask_password(user))
        suite = "existait : droits et mot de passe mis à jour" if existait else "créé"
        self.stdout.write(f"Compte {user.email} {suite}. Connexion : /admin/")

    def _create_demonstration(self, groupe):
        """A known account is only acceptable on a developer's machine."""
        if not settings.DEBUG:
            raise CommandError(
                "Le compte de démonstration n’existe qu’en développement : DEBUG est désactivé. "
                "Créez un vrai compte : creer_coordination ADRESSE."
            )
        if User.objects.filter(email=ADRESSE_DE_DEMONSTRATION).exists():
            self.stdout.write(
                f"Le compte de démonstration {ADRESSE_DE_DEMONSTRATION} existe déjà. Pour un "
                f"nouveau mot de passe : make coordination EMAIL={ADRESSE_DE_DEMONSTRATION}"
            )
            return
        mot_de_passe = secrets.token_urlsafe(12)
        user = User(email=ADRESSE_DE_DEMONSTRATION, nom="Démonstration")
        self._grant(user, groupe, mot_de_passe)
        self.stdout.write(
            "Compte de démonstration, affiché une seule fois :\n"
            f"  adresse       {ADRESSE_DE_DEMONSTRATION}\n"
            f"  mot de passe  {mot_de_passe}"
        )

    @transaction.atomic
    def _grant(self, user, groupe, mot_de_passe):
        user.is_active = user.is_staff = True
        user.set_password(mot_de_passe)
        user.save()
        user.groups.add(groupe)

    def _ask_password(self, user):
        """A password that passes the site's rules, typed twice or read from a pipe."""
        if sys.stdin is not None and sys.stdin.isatty():
            mot_de_passe = getpass("Mot de passe : ")
            if getpass("Le même, encore une fois : ") != mot_de_passe:
                raise CommandError("Les deux mots de passe diffèrent.")
        else:
            mot_de_passe = sys.stdin.readline().rstrip("\n") if sys.stdin else ""
        if not mot_de_passe:
            raise CommandError(
                "Aucun mot de passe : tapez-le dans un terminal ou envoyez-le sur l’entrée "
                "standard."
            )
        try:
            validate_password(mot_de_passe, user)
        except ValidationError as erreur:
            raise CommandError(" ".join(erreur.messages)) from erreur
        return mot_de_passe


def _groupe_coordination():
    """The group that a migration of `pages` makes. Raises CommandError before the migrations."""
    try:
        return Group.objects.get(name=GROUPE)
    except (Group.DoesNotExist, DatabaseError) as erreur:
        raise CommandError(
            "La base n’est pas prête : lancez d’abord « make run » (en production, "
            "« python manage.py migrate »)."
        ) from erreur
