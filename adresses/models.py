"""What is kept of each page so that its addresses lead to it for ever."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse


class Permanent(models.Model):
    """One page, whatever its address: its key is the number of its short address (« /i/12 »).

    It outlives the object, so that the number is never given to another.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    objet_pk = models.BigIntegerField()
    # Whether the public ever saw it: only then is it said to be gone.
    parue = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "objet_pk"], name="adresses_permanent_unique"
            )
        ]

    def __str__(self):
        return f"/i/{self.pk}"

    def get_absolute_url(self):
        return reverse("adresses:courte", args=[self.pk])


class Chemin(models.Model):
    """One path under which a page is or was. The last page that took it has it."""

    chemin = models.CharField(max_length=400, unique=True)
    permanent = models.ForeignKey(Permanent, on_delete=models.CASCADE, related_name="chemins")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.chemin
