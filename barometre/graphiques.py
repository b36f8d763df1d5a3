"""What stands in words beside the bars: shares, changes, numbers of people. Pure, in French."""

from decimal import Decimal

INSECABLE = "\u00a0"


def pourcentage(part: Decimal | None) -> str:
    """« 55 % », « 0,5 % » from a share in 0–100; "" when it is not known."""
    return "" if part is None else f"{_nombre(part)}{INSECABLE}%"


def points(ecart: Decimal | None) -> str:
    """« +12 points », « −1 point », « 0 point » from a change in points; "" when it is not known."""
    if ecart is None:
        return ""
    signe = "+" if ecart > 0 else "−" if ecart < 0 else ""
    return f"{signe}{_nombre(abs(ecart))}{INSECABLE}point{'s' if abs(ecart) >= 2 else ''}"


def personnes(effectif: int | None) -> str:
    """« 1 001 personnes »; "" when the number is not known."""
    if effectif is None:
        return ""
    nombre = f"{effectif:,}".replace(",", INSECABLE)
    return f"{nombre}{INSECABLE}personne{'s' if effectif > 1 else ''}"


def _nombre(nombre: Decimal) -> str:
    """Without needless zeros: « 55 », « 0,5 », « 30 »."""
    return f"{Decimal(nombre).normalize():f}".replace(".", ",")
