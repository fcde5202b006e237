"use strict";
// Comfort only: without this every table is whole. Long tables get a filter, and headings that sort.
(() => {
  const LONG = 8;
  const value = (row, column) => {
    const cell = row.cells[column];
    return cell ? cell.dataset.order || cell.textContent.trim() : "";
  };
  const compare = (one, other, sign) => {
    if (!one || !other) return one ? -1 : other ? 1 : 0; // what is not known comes last, both ways
    const [left, right] = [Number(one), Number(other)];
    return sign * (isNaN(left) || isNaN(right) ? one.localeCompare(other, "en") : left - right);
  };
  const sortable = (table, body, rows) => {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const cell of head.parentNode.cells) cell.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const sign = down ? -1 : 1;
        body.append(...[...rows].sort((one, other) => compare(value(one, column), value(other, column), sign)));
      });
    });
  };
  const filterable = (box, rows, name) => {
    const label = document.createElement("label");
    const field = document.createElement("input");
    const told = document.createElement("output");
    const panel = document.createElement("p");
    field.type = "search";
    label.append("Filter rows of “" + name + "” ", field);
    panel.className = "filter";
    panel.append(label, " ", told);
    const apply = () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      let left = 0;
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
        left += row.hidden ? 0 : 1;
      }
      told.textContent = words.length ? left + " of " + rows.length + " rows" : "";
    };
    field.addEventListener("input", apply);
    addEventListener("hashchange", () => { // a link to a row that is filtered out shows all rows again
      const goal = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (goal && rows.includes(goal) && goal.hidden) {
        field.value = "";
        apply();
        goal.scrollIntoView();
      }
    });
    box.before(panel);
  };
  for (const table of document.querySelectorAll(".scroll > table")) {
    const body = table.tBodies[0];
    const rows = body ? [...body.rows] : [];
    if (rows.length < LONG || !table.tHead || table.className === "downloads") continue;
    sortable(table, body, rows);
    filterable(table.parentNode, rows, table.caption ? table.caption.textContent : "the table");
  }
})();
