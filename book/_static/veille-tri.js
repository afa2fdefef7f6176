// Tri des tableaux « .triable » : un bouton dans chaque en-tête de colonne, l’ordre dans aria-sort.
(function () {
  "use strict";
  const collator = new Intl.Collator("fr", { numeric: true, sensitivity: "base" });

  function key(row, column) {
    const cell = row.cells[column];
    return cell ? cell.textContent.trim() : "";
  }

  function sort(table, header, column) {
    const ascending = header.getAttribute("aria-sort") !== "ascending";
    const body = table.tBodies[0];
    const rows = Array.from(body.rows);
    // Le tri du navigateur est stable : trier par thème puis par statut garde les thèmes ensemble.
    rows.sort((a, b) => {
      const order = collator.compare(key(a, column), key(b, column));
      return ascending ? order : -order;
    });
    body.append(...rows);
    for (const other of header.parentElement.cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  }

  function equip(table) {
    const headers = table.tHead ? table.tHead.rows[0].cells : [];
    Array.from(headers).forEach((header, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "tri";
      button.textContent = header.textContent.trim();
      button.addEventListener("click", () => sort(table, header, column));
      header.replaceChildren(button);
    });
  }

  document.querySelectorAll("table.triable").forEach(equip);
})();
