/* Pasting formatted text (a word processor, a web page) in a field with data-collage keeps its titles, lists, bold,
   italics and links as the marks of espace/mise_en_forme.py. Without this file, the words are pasted alone: their
   bullets still make lists. To delete when these fields have an editor. */
const TITRES = { H1: "## ", H2: "## ", H3: "### ", H4: "### ", H5: "### ", H6: "### " };
const BLOCS = "P, DIV, LI, UL, OL, BLOCKQUOTE, TR, TABLE, SECTION, ARTICLE, H1, H2, H3, H4, H5, H6";
const IGNORES = new Set(["SCRIPT", "STYLE", "HEAD", "TITLE", "META", "LINK", "SVG", "MATH", "TEMPLATE", "IMG", "IFRAME", "OBJECT"]);
// Word writes its bullets itself; « o » and « § », those of its second and third levels, with a wide space.
const PUCE = /^(?:[·•▪]\s+|[o§–-](?:\t|\s{2,}))/;

/** The marks around words, outside of their spaces. */
const entourer = (mots, signe) => {
  const propre = mots.trim();
  return propre ? mots.replace(propre, () => `${signe}${propre}${signe}`) : mots;
};

/** The words of inline content, on one line. */
const enLigne = (noeud) => {
  if (noeud.nodeType === Node.TEXT_NODE) return noeud.data.replace(/[ \t\r\n]+/g, " ");
  if (noeud.nodeType !== Node.ELEMENT_NODE || IGNORES.has(noeud.tagName)) return "";
  if (noeud.tagName === "BR") return "\n";
  const mots = [...noeud.childNodes].map(enLigne).join("");
  // Some wrap the whole in a bold that is none.
  const gras = ["B", "STRONG"].includes(noeud.tagName) && !/font-weight:\s*normal/.test(noeud.dataset.mise ?? "");
  if (gras) return entourer(mots, "**");
  if (["I", "EM"].includes(noeud.tagName)) return entourer(mots, "*");
  const adresse = noeud.tagName === "A" ? (noeud.getAttribute("href") ?? "") : "";
  if (/^(https?:\/\/|mailto:|tel:)/i.test(adresse) && mots.trim()) {
    return `[${mots.trim()}](${adresse.replace(/[()\s]/g, (signe) => `%${signe.charCodeAt(0).toString(16).padStart(2, "0")}`)})`;
  }
  return mots;
};

/** The lines of a block, in order. */
const enLignes = (noeud) => {
  const lignes = [];
  let courante = "";
  const finir = () => {
    lignes.push(...courante.split("\n").map((ligne) => ligne.trim()).filter(Boolean));
    courante = "";
  };
  let rang = 0;
  for (const enfant of noeud.childNodes) {
    const isBloc = enfant.nodeType === Node.ELEMENT_NODE && (enfant.matches(BLOCS) || enfant.querySelector(BLOCS));
    if (!isBloc || IGNORES.has(enfant.tagName)) {
      courante += enLigne(enfant);
      continue;
    }
    finir();
    if (enfant.tagName === "LI") rang += 1;
    const item = noeud.tagName === "OL" ? `${rang}. ` : "- ";
    const marque = { LI: item, BLOCKQUOTE: "> ", ...TITRES }[enfant.tagName];
    const [premiere, ...suite] = enLignes(enfant);
    if (premiere === undefined) continue;
    // A list inside an item has its marks already.
    lignes.push(marque && !/^(- |\d+\. )/.test(premiere) ? marque + premiere : premiere, ...suite);
  }
  finir();
  return lignes;
};

const enSaisie = (html) => {
  // The policy of the page would complain of each style, even unused.
  const sobre = html.replace(/<style\b[\s\S]*?(<\/style>|$)/gi, "").replace(/\sstyle\s*=/gi, " data-mise=");
  const page = new DOMParser().parseFromString(sobre, "text/html");
  const lignes = enLignes(page.body).map((ligne) => ligne.replace(PUCE, "- "));
  const enListe = (ligne) => /^(- |\d+\. |> )/.test(ligne ?? "");
  return lignes.reduce((texte, ligne, i) => {
    if (!i) return ligne;
    return texte + (enListe(ligne) && enListe(lignes[i - 1]) ? "\n" : "\n\n") + ligne;
  }, "");
};

for (const champ of document.querySelectorAll("[data-collage]")) {
  champ.addEventListener("paste", (evenement) => {
    const html = evenement.clipboardData?.getData("text/html");
    const saisie = html ? enSaisie(html) : "";
    if (!saisie) return;
    evenement.preventDefault();
    // The browser's own undo takes it back; where it cannot, the words are set all the same.
    if (document.execCommand("insertText", false, saisie)) return;
    champ.setRangeText(saisie, champ.selectionStart, champ.selectionEnd, "end");
    champ.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
