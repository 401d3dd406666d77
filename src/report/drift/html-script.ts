/** The filter of the HTML report. Without it, or without JavaScript, everything is there all the same. */
export const script = `
"use strict";
const box = document.getElementById("filter");
const shown = document.getElementById("shown");
const nothing = document.getElementById("nothing");
const rows = [...document.querySelectorAll("tr[data-kind]")].map((row) => ({
  row, text: (row.dataset.kind + " " + row.textContent).toLowerCase(),
}));
const sections = [...document.querySelectorAll("section[data-findings]")];
function filter() {
  const words = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const { row, text } of rows) {
    const matches = words.every((word) => text.includes(word));
    if (row.hidden === matches) row.hidden = !matches;
    if (matches) count++;
  }
  for (const section of sections) section.hidden = section.querySelector("tr[data-kind]:not([hidden])") === null;
  shown.textContent = words.length === 0 ? "" : count.toLocaleString("en-US") + " of " + rows.length.toLocaleString("en-US");
  if (nothing) nothing.hidden = count > 0;
  history.replaceState(null, "", words.length === 0 ? location.pathname + location.search : "#filter=" + encodeURIComponent(box.value));
}
if (box) {
  let waiting;
  box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 60); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== box && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); box.focus(); box.select(); }
    if (event.key === "Escape" && document.activeElement === box) { box.value = ""; filter(); }
  });
  const given = /^#filter=(.*)$/.exec(location.hash);
  if (given) { try { box.value = decodeURIComponent(given[1]); } catch { box.value = given[1]; } filter(); }
}
`;
