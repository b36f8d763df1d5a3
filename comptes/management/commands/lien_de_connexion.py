"""Print a link that signs a person in once: when no mail arrives, or none can leave yet."""

import logging

from django.core.management.base import BaseCommand, CommandError

from comptes import liens
from comptes.models import User

journal = logging.getLogger("securite")


class Command(BaseCommand):
    help = (
        "Affiche un lien de connexion à usage unique, valable 15 minutes, pour un compte actif. "
        "Le second facteur reste demandé à qui en a un."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="adresse électronique du compte")

    def handle(self, *, email, **options):
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError(f"Aucun compte actif à l’adresse « {email} ».")
        journal.warning("a sign-in link was made for user %s by a command", user.pk)
        self.stdout.write(liens.presenter(user))
