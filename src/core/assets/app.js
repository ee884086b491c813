// app.js - comfort only: every page works without it.
"use strict";

// Whole rows of tables are clickable; the row's own link stays what keyboards and readers use.
document.addEventListener("click", (e) => {
  const row = e.target.closest("tr[data-href]");
  if (!row || e.target.closest("a, button, input, select, label") || String(getSelection())) return;
  if (e.ctrlKey || e.metaKey) open(row.dataset.href, "_blank", "noopener");
  else location.href = row.dataset.href;
});

// After a refused form the summary of mistakes gets the focus.
const summary = document.querySelector(".error-summary");
if (summary) summary.focus();

// A form is sent once: the button says so, and comes back when the page is shown again.
document.addEventListener("submit", (e) => {
  const button = e.submitter;
  if (!button || e.target.method === "get") return;
  setTimeout(() => { button.disabled = true; button.setAttribute("aria-busy", "true"); });
});
addEventListener("pageshow", () => {
  for (const b of document.querySelectorAll("button[aria-busy]")) { b.disabled = false; b.removeAttribute("aria-busy"); }
});

// Pickers that only choose a page go there at once.
for (const field of document.querySelectorAll("[data-auto]")) field.addEventListener("change", () => field.form.requestSubmit());
