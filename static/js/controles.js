/* « Avant de publier »: each line leads to its field as it really is on the page. The editor of a rich text and
   the list of a relation stand in for the native field, a fieldset may be folded: this opens what is folded,
   scrolls there and gives the focus. Without this file, the link goes to the native field by its address. To delete
   when the back office no longer replaces its fields. */
"use strict";

document.addEventListener("click", (evenement) => {
  const lien = evenement.target.closest(".controles a[href^='#']");
  const cible = lien && document.getElementById(lien.hash.slice(1));
  if (!cible) return;

  const champ = remplacant(cible);
  evenement.preventDefault();
  for (let pli = champ.closest("details"); pli; pli = pli.parentElement.closest("details")) pli.open = true;
  champ.querySelector(":scope > fieldset > details")?.setAttribute("open", "");
  champ.scrollIntoView({ block: champ === cible && cible.matches(".inline-group") ? "start" : "center" });
  champ.focus({ preventScroll: true });

  function remplacant(natif) {
    if (natif.matches(".inline-group")) {
      // Its rows may be none: the group itself takes the focus, so that Tab goes on from there.
      natif.tabIndex = -1;
      return natif;
    }
    const rangee = natif.closest(`.field-${natif.name}`);
    return rangee?.querySelector(".ProseMirror[contenteditable], .select2-selection") ?? natif;
  }
});
