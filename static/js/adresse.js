/* The admin's own slugs lose œ and æ: « œuvrer » became « uvrer ». Wraps Django's URLify, which fills the
   address while a title is typed; without this file the address is typed by hand. To delete when Django's
   urlify.js knows these letters. */
"use strict";

const urlify = window.URLify;
if (urlify) {
  const LIGATURES = { œ: "oe", Œ: "Oe", æ: "ae", Æ: "Ae" };
  window.URLify = (texte, ...reste) => urlify(texte.replace(/[œŒæÆ]/g, (lettre) => LIGATURES[lettre]), ...reste);
}
