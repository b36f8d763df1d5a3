/* Refreshes a list in place when a filter, a sort or the words change, and keeps the address true. Enhances the GET
   form « filtres », its boxes and the links marked data-refaire; without this file they load the page again.
   To delete when browsers can replace a part of a page from a link by themselves. */
const liste = document.querySelector('[data-module="facettes"]');
const formulaire = document.getElementById("filtres");

if (liste && formulaire) {
  let demande = 0;
  let montree = location.search;
  // Each choice acts at once: nothing is left to apply.
  const retirerLEnvoi = () => liste.querySelector(".facettes__envoi")?.remove();
  retirerLEnvoi();

  const depuisLeFormulaire = () => {
    const adresse = new URL(formulaire.action);
    const champs = [...new FormData(formulaire)].filter(([, valeur]) => valeur);
    adresse.search = new URLSearchParams(champs);
    return adresse;
  };

  // What had the keyboard keeps it, behind « 12 autres » too; a pill or a sort, gone, leaves it to the count.
  const viser = (element) => {
    element?.closest(".facette__suite")?.setAttribute("open", "");
    (element ?? document.getElementById("titre-resultats")).focus({ preventScroll: true });
  };

  const refaire = async (adresse, historique = true) => {
    const mienne = ++demande;
    liste.setAttribute("aria-busy", "true");
    try {
      const reponse = await fetch(adresse);
      const page = new DOMParser().parseFromString(await reponse.text(), "text/html");
      const neuve = page.querySelector("[data-liste]");
      if (mienne !== demande) return;
      if (!reponse.ok || !neuve) throw new Error("no list");
      const ouverts = [...liste.querySelectorAll("details[open]")].map((details) => details.id);
      const dedans = liste.contains(document.activeElement);
      const vise = document.activeElement?.id;
      liste.replaceChildren(...neuve.childNodes);
      retirerLEnvoi();
      for (const id of ouverts) document.getElementById(id)?.setAttribute("open", "");
      if (dedans) viser(document.getElementById(vise));
      const tri = page.querySelector("#filtres [name=tri]");
      formulaire.querySelector("[name=tri]")?.remove();
      if (tri) formulaire.append(tri);
      formulaire.elements.q.value = page.querySelector("#filtres [name=q]").value;
      document.title = page.title;
      // One address for one question, in the order that the server writes it.
      if (historique) {
        adresse.search = liste.querySelector("[data-requete]")?.dataset.requete ?? adresse.search;
        history.pushState({}, "", adresse);
      }
      montree = adresse.search;
      // Read again once in place: a status that is only replaced is not always announced.
      const compte = document.getElementById("compte");
      const texte = compte.textContent;
      compte.textContent = "";
      requestAnimationFrame(() => (compte.textContent = texte));
    } catch {
      location.assign(adresse);
    } finally {
      if (mienne === demande) liste.removeAttribute("aria-busy");
    }
  };

  liste.addEventListener("change", (evenement) => {
    if (evenement.target.form === formulaire) refaire(depuisLeFormulaire());
  });
  liste.addEventListener("click", (evenement) => {
    const lien = evenement.target.closest("a[data-refaire]");
    if (!lien || evenement.ctrlKey || evenement.metaKey || evenement.shiftKey) return;
    evenement.preventDefault();
    refaire(new URL(lien.href));
  });
  formulaire.addEventListener("submit", (evenement) => {
    evenement.preventDefault();
    refaire(depuisLeFormulaire());
  });
  // A link to another part of the page is no other question.
  addEventListener("popstate", () => location.search === montree || refaire(new URL(location.href), false));
}
