// La recherche : tout se fait dans la page, sur les textes de textes.js ; rien n’est envoyé ni gardé.
// Un mot est ramené à sa racine avec et sans ses accents : « prevenir » trouve « prévenu ».
(function () {
  "use strict";
  const MAXIMUM = 30;
  const AUTOUR = 130;
  const MOT = /[\p{L}\p{N}]+/gu;
  const racineur = new Stemmer();
  const connues = new Map();

  const plier = (mot) => mot.toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae").normalize("NFD").replace(/\p{M}/gu, "");
  const vides = new Set(stopwords.map(plier));

  function cles(mot) {
    const bas = mot.toLowerCase();
    if (!connues.has(bas)) {
      connues.set(bas, new Set([plier(racineur.stemWord(bas)), racineur.stemWord(plier(bas))]));
    }
    return connues.get(bas);
  }

  const mots = (texte) => Array.from(texte.matchAll(MOT), (trouve) => ({ mot: trouve[0], place: trouve.index }));

  // ------------------------------------------------------------ index, fait à la première recherche
  let passages = null;
  let index = null;
  let moyenne = 1;

  function compter(texte, numero, poids) {
    const trouves = mots(texte);
    for (const { mot } of trouves) {
      for (const cle of cles(mot)) {
        if (!index.has(cle)) index.set(cle, new Map());
        const ou = index.get(cle);
        ou.set(numero, (ou.get(numero) || 0) + poids);
      }
    }
    return trouves.length;
  }

  function preparer() {
    passages = [];
    index = new Map();
    for (const [adresse, page, sections] of TEXTES) {
      for (const [ancre, titre, texte] of sections) {
        const longueur = compter(texte, passages.length, 1);
        compter(titre, passages.length, 6);
        if (!ancre) compter(page, passages.length, 6);
        passages.push({ adresse: adresse + (ancre ? "#" + ancre : ""), page, titre: titre || page, texte, longueur });
      }
    }
    moyenne = passages.reduce((somme, { longueur }) => somme + longueur, 0) / passages.length;
  }

  // Les passages où un mot se trouve ; s’il n’est nulle part, ceux des mots qui commencent comme lui.
  function lieux(mot) {
    const trouves = new Map();
    const ajouter = (ou) => ou.forEach((poids, numero) => trouves.set(numero, Math.max(poids, trouves.get(numero) || 0)));
    for (const cle of cles(mot)) if (index.has(cle)) ajouter(index.get(cle));
    const debut = plier(mot);
    if (!trouves.size && debut.length > 2) {
      for (const [cle, ou] of index) if (cle.startsWith(debut)) ajouter(ou);
    }
    return trouves;
  }

  // Formule BM25 : un mot rare compte plus ; le répéter compte de moins en moins ; un long tableau
  // ne passe pas devant une page qui en parle.
  const SATURATION = 1.2;
  const LONGUEUR = 0.75;

  function classer(demandes) {
    const notes = new Map();
    for (const mot of demandes) {
      const ou = lieux(mot);
      const rarete = Math.log(1 + passages.length / (1 + ou.size));
      ou.forEach((poids, numero) => {
        const note = notes.get(numero) || { mots: 0, valeur: 0 };
        notes.set(numero, { mots: note.mots + 1, valeur: note.valeur + rarete * frequence(poids, numero) });
      });
    }
    return Array.from(notes, ([numero, note]) => ({ ...passages[numero], ...note }))
      .sort((a, b) => b.mots - a.mots || b.valeur - a.valeur);
  }

  function frequence(poids, numero) {
    const taille = 1 - LONGUEUR + LONGUEUR * passages[numero].longueur / moyenne;
    return poids * (SATURATION + 1) / (poids + SATURATION * taille);
  }

  // ------------------------------------------------------------ affichage
  // La clé cherchée à laquelle un mot répond, ou rien.
  function repond(mot, cherchees, debuts) {
    for (const cle of cles(mot)) {
      if (cherchees.has(cle)) return cherchees.get(cle);
      const debut = debuts.find((un) => cle.startsWith(un));
      if (debut) return debut;
    }
    return null;
  }

  // L’endroit où le plus de mots cherchés sont près les uns des autres.
  function meilleur(tous) {
    let centre = 0;
    let plus = 0;
    tous.forEach(({ place }, rang) => {
      const autour = new Set();
      for (let autre = rang; autre < tous.length && tous[autre].place < place + AUTOUR; autre += 1) autour.add(tous[autre].cle);
      if (autour.size > plus) [plus, centre] = [autour.size, place];
    });
    return centre;
  }

  function extrait(texte, cherchees, debuts) {
    const tous = mots(texte).map((un) => ({ ...un, cle: repond(un.mot, cherchees, debuts) })).filter(({ cle }) => cle);
    const centre = meilleur(tous);
    let de = Math.max(0, centre - AUTOUR);
    let a = Math.min(texte.length, centre + AUTOUR);
    if (de > 0) de = texte.indexOf(" ", de) + 1;
    if (a < texte.length) a = Math.max(texte.lastIndexOf(" ", a), centre);
    const paragraphe = document.createElement("p");
    if (de > 0) paragraphe.append("… ");
    let place = de;
    for (const { mot, place: debut } of tous) {
      if (debut < place || debut + mot.length > a) continue;
      const marque = document.createElement("mark");
      marque.textContent = mot;
      paragraphe.append(texte.slice(place, debut), marque);
      place = debut + mot.length;
    }
    paragraphe.append(texte.slice(place, a));
    if (a < texte.length) paragraphe.append(" …");
    return paragraphe;
  }

  function element(passage, cherchees, debuts) {
    const ligne = document.createElement("li");
    const lien = document.createElement("a");
    lien.href = document.documentElement.dataset.racine + passage.adresse;
    lien.textContent = passage.titre;
    ligne.append(lien);
    if (passage.titre !== passage.page) ligne.append(", dans « " + passage.page + " »");
    ligne.append(extrait(passage.texte, cherchees, debuts));
    return ligne;
  }

  function phrase(demandes, trouves, complets) {
    if (!demandes.length) return "Écrivez au moins un mot qui ait un sens à lui seul.";
    if (!trouves.length) return "Rien trouvé. Essayez un mot plus court ou plus courant.";
    const combien = trouves.length > 1 ? trouves.length + " passages trouvés" : "Un passage trouvé";
    if (!complets) return combien + ", mais aucun ne réunit tous ces mots.";
    return trouves.length > MAXIMUM ? combien + " ; voici les " + MAXIMUM + " premiers." : combien + ".";
  }

  function chercher(requete) {
    if (!index) preparer();
    const demandes = [...new Set(mots(requete).map(({ mot }) => mot))].filter((mot) => !vides.has(plier(mot)));
    const classes = classer(demandes);
    const complets = classes.filter((passage) => passage.mots === demandes.length);
    const trouves = complets.length ? complets : classes;
    const cherchees = new Map(demandes.flatMap((mot) => [...cles(mot)].map((cle) => [cle, mot])));
    const debuts = demandes.filter((mot) => ![...cles(mot)].some((cle) => index.has(cle))).map(plier).filter((mot) => mot.length > 2);
    document.getElementById("resultats").replaceChildren(
      ...trouves.slice(0, MAXIMUM).map((passage) => element(passage, cherchees, debuts)));
    document.getElementById("compte").textContent = phrase(demandes, trouves, complets.length);
  }

  document.getElementById("recherche").addEventListener("submit", (evenement) => {
    evenement.preventDefault();
    chercher(document.getElementById("mots").value);
  });
})();
