// Ce que la page gagne avec un script : menu, réglages de lecture, copie du code, tri, impression.
(function () {
  "use strict";
  const racine = document.documentElement;

  // ------------------------------------------------------------ menu des chapitres, sur petit écran
  function equiperMenu() {
    const bouton = document.getElementById("bouton-menu");
    const chapitres = document.getElementById("chapitres");

    function ouvrir(oui) {
      racine.classList.toggle("menu-ouvert", oui);
      bouton.setAttribute("aria-expanded", String(oui));
    }

    bouton.setAttribute("role", "button");
    bouton.setAttribute("aria-controls", "chapitres");
    ouvrir(false);
    bouton.addEventListener("click", (evenement) => {
      evenement.preventDefault();
      ouvrir(!racine.classList.contains("menu-ouvert"));
      if (racine.classList.contains("menu-ouvert")) chapitres.focus();
    });
    bouton.addEventListener("keydown", (evenement) => {
      if (evenement.key === " ") {
        evenement.preventDefault();
        bouton.click();
      }
    });
    fermerEnSortant([bouton, chapitres], () => racine.classList.contains("menu-ouvert"), () => ouvrir(false), bouton);
  }

  // Échap ferme et rend le focus ; aller ailleurs ferme aussi : rien n’est caché sous ce qui est ouvert.
  function fermerEnSortant(dedans, ouvert, fermer, retour) {
    document.addEventListener("keydown", (evenement) => {
      if (evenement.key !== "Escape" || !ouvert()) return;
      fermer();
      retour.focus();
    });
    for (const nom of ["focusin", "click"]) {
      document.addEventListener(nom, (evenement) => {
        if (ouvert() && !dedans.some((element) => element.contains(evenement.target))) fermer();
      });
    }
  }

  // ------------------------------------------------------------ réglages de lecture
  const GARDE = "lecture";

  function equiperLecture() {
    const panneau = document.querySelector("details.lecture");
    const formulaire = panneau.querySelector("form");
    const champs = ["couleurs", "police", "espace", "colonne"];

    for (const nom of champs) {
      const choisi = racine.dataset[nom];
      if (choisi) for (const champ of formulaire.querySelectorAll(`[name=${nom}]`)) champ.checked = champ.value === choisi;
    }

    function appliquer() {
      const choix = {};
      const lus = new FormData(formulaire);
      for (const nom of champs) {
        const valeur = lus.get(nom);
        if (valeur) racine.dataset[nom] = choix[nom] = valeur;
        else delete racine.dataset[nom];
      }
      try {
        if (Object.keys(choix).length) sessionStorage.setItem(GARDE, JSON.stringify(choix));
        else sessionStorage.removeItem(GARDE);
      } catch (erreur) {
        // Sans stockage, le choix vaut pour cette page.
      }
    }

    formulaire.addEventListener("change", appliquer);
    formulaire.addEventListener("reset", () => setTimeout(appliquer));
    formulaire.addEventListener("submit", (evenement) => evenement.preventDefault());
    fermerEnSortant([panneau], () => panneau.open, () => { panneau.open = false; }, panneau.querySelector("summary"));
  }

  // ------------------------------------------------------------ copie d’un morceau de code
  function equiperCopie() {
    if (!navigator.clipboard) return;
    for (const bloc of document.querySelectorAll("div.highlight")) {
      const texte = bloc.querySelector("pre").textContent;
      const bouton = document.createElement("button");
      bouton.type = "button";
      bouton.className = "copier";
      bouton.textContent = "Copier";
      bouton.addEventListener("click", () => {
        navigator.clipboard.writeText(texte).then(
          () => { bouton.textContent = "Copié"; },
          () => { bouton.textContent = "Copie refusée"; },
        ).then(() => setTimeout(() => { bouton.textContent = "Copier"; }, 2000));
      });
      bloc.append(bouton);
    }
  }

  // ------------------------------------------------------------ tri des tableaux « .triable »
  const ordre = new Intl.Collator("fr", { numeric: true, sensitivity: "base" });
  const valeur = (ligne, colonne) => (ligne.cells[colonne] ? ligne.cells[colonne].textContent.trim() : "");

  function trier(table, entete, colonne) {
    const montant = entete.getAttribute("aria-sort") !== "ascending";
    const lignes = Array.from(table.tBodies[0].rows);
    // Le tri du navigateur est stable : trier par thème puis par statut garde les thèmes ensemble.
    lignes.sort((a, b) => (montant ? 1 : -1) * ordre.compare(valeur(a, colonne), valeur(b, colonne)));
    table.tBodies[0].append(...lignes);
    for (const autre of entete.parentElement.cells) autre.removeAttribute("aria-sort");
    entete.setAttribute("aria-sort", montant ? "ascending" : "descending");
  }

  function equiperTri(table) {
    Array.from(table.tHead ? table.tHead.rows[0].cells : []).forEach((entete, colonne) => {
      const bouton = document.createElement("button");
      bouton.type = "button";
      bouton.className = "tri";
      bouton.textContent = entete.textContent.trim();
      bouton.addEventListener("click", () => trier(table, entete, colonne));
      entete.replaceChildren(bouton);
    });
  }

  // ------------------------------------------------------------ impression : tout ce qui était fermé s’ouvre
  function equiperImpression() {
    let ouverts = [];
    window.addEventListener("beforeprint", () => {
      ouverts = Array.from(document.querySelectorAll("main details:not([open], .code, .donnees)"));
      for (const details of ouverts) details.open = true;
      for (const image of document.images) image.loading = "eager";
    });
    window.addEventListener("afterprint", () => {
      for (const details of ouverts) details.open = false;
    });
  }

  equiperMenu();
  equiperLecture();
  equiperCopie();
  document.querySelectorAll("table.triable").forEach(equiperTri);
  equiperImpression();
})();
