"""Stub until the real module lands (being written)."""


def nom_de_stockage(instance, filename):
    raise ValueError


def nom_de_document(instance, filename):
    raise ValueError
