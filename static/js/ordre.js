/* Ordered parts: « Monter » and « Descendre », beside the field marked data-ordre of each line, swap two
   lines and their numbers. Without this file the numbers are typed. To delete when Django's inlines can be
   ordered. */
"use strict";
{
  const annonce = document.createElement("p");
  annonce.className = "visually-hidden";
  annonce.setAttribute("role", "status");

  // The class that Django's inlines.js gives to each line but the empty one: « dynamic-etapes ».
  const LIGNE = "[class*='dynamic-']";
  const lignesDe = (groupe) =>
    [...groupe.querySelectorAll(LIGNE)].filter((ligne) => ligne.closest(".inline-group") === groupe);
  const champOrdre = (ligne) => ligne.querySelector("input[data-ordre]");

  const bouton = (texte, fleche, sens) => {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "ordre__bouton";
    element.dataset.sens = sens;
    element.textContent = fleche;
    element.title = texte;
    return element;
  };

  /** Name the buttons after their line; the first cannot go up, the last cannot go down. */
  const actualiser = (groupe) => {
    const lignes = lignesDe(groupe);
    lignes.forEach((ligne, rang) => {
      for (const element of ligne.querySelectorAll(".ordre__bouton")) {
        const monte = element.dataset.sens === "-1";
        element.setAttribute("aria-label", `${monte ? "Monter" : "Descendre"} la ligne ${rang + 1}`);
        element.setAttribute("aria-disabled", String(rang === (monte ? 0 : lignes.length - 1)));
      }
    });
  };

  /** The numbers of the lines as they stand; 1, 2, 3… when these do not grow. */
  const numeros = (lignes) => {
    const lus = lignes.map((ligne) => parseInt(champOrdre(ligne).value, 10));
    const croissants = lus.every((nombre, rang) => nombre >= 0 && (rang === 0 || nombre > lus[rang - 1]));
    return croissants ? lus : lignes.map((_, rang) => rang + 1);
  };

  /** A line of a table and the errors that Django writes in a line of their own above it. */
  const bloc = (ligne) =>
    ligne.previousElementSibling?.matches(".row-form-errors") ? [ligne.previousElementSibling, ligne] : [ligne];

  const deplacer = (ligne, sens) => {
    const groupe = ligne.closest(".inline-group");
    const lignes = lignesDe(groupe);
    const ici = lignes.indexOf(ligne);
    const autre = lignes[ici + sens];
    if (!autre) return;
    const valeurs = numeros(lignes);
    if (sens < 0) bloc(autre)[0].before(...bloc(ligne));
    else autre.after(...bloc(ligne));
    lignesDe(groupe).forEach((element, rang) => {
      champOrdre(element).value = valeurs[rang];
    });
    champOrdre(ligne).dispatchEvent(new Event("change", { bubbles: true }));
    groupe.dispatchEvent(new CustomEvent("parties:rangees", { bubbles: true }));
    actualiser(groupe);
    annonce.textContent = `Ligne placée en position ${ici + sens + 1} sur ${lignes.length}.`;
  };

  const equiper = (ligne) => {
    const champ = champOrdre(ligne);
    if (!champ || ligne.querySelector(".ordre__boutons")) return;
    const boutons = document.createElement("span");
    boutons.className = "ordre__boutons";
    boutons.append(bouton("Monter", "↑", -1), bouton("Descendre", "↓", 1));
    champ.after(boutons);
  };

  document.addEventListener("click", (evenement) => {
    const element = evenement.target.closest(".ordre__bouton");
    if (!element || element.getAttribute("aria-disabled") === "true") return;
    deplacer(element.closest(LIGNE), Number(element.dataset.sens));
    // The moved line took the button with it.
    element.focus();
  });

  document.addEventListener("formset:added", (evenement) => {
    const ligne = evenement.target;
    const champ = champOrdre(ligne);
    if (!champ) return;
    equiper(ligne);
    const groupe = ligne.closest(".inline-group");
    const autres = lignesDe(groupe).filter((autre) => autre !== ligne);
    const connus = autres.map((autre) => parseInt(champOrdre(autre).value, 10) || 0);
    if (connus.length) champ.value = Math.max(...connus) + 1;
    actualiser(groupe);
  });
  // Django then numbers the lines as they stand, and wants the recorded ones first: for that instant the
  // lines take back the order of their numbers.
  const numeroDe = (ligne) => Number(ligne.id.split("-").pop());
  document.addEventListener("formset:removed", () => {
    for (const groupe of document.querySelectorAll(".inline-group")) {
      const lignes = lignesDe(groupe).filter(champOrdre);
      if (!lignes.length) continue;
      const placer = (ordre) => {
        const fin = groupe.querySelector(".empty-form");
        for (const ligne of ordre) fin.before(...bloc(ligne));
      };
      placer([...lignes].sort((a, b) => numeroDe(a) - numeroDe(b)));
      queueMicrotask(() => {
        placer(lignes);
        actualiser(groupe);
        groupe.dispatchEvent(new CustomEvent("parties:rangees", { bubbles: true }));
      });
    }
  });

  const demarrer = () => {
    for (const groupe of document.querySelectorAll(".inline-group")) {
      const lignes = lignesDe(groupe).filter(champOrdre);
      lignes.forEach(equiper);
      if (lignes.length) actualiser(groupe);
    }
    document.body.append(annonce);
  };
  // After Django's inlines.js has marked the lines, which it does once the page is ready.
  if (window.django?.jQuery) window.django.jQuery(() => setTimeout(demarrer));
}
