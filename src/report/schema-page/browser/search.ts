import { element, escape } from "./element.ts";

/** Something that can be found. */
interface Entry {
  /** Where it is: the section's id, and the column's name. */
  address: string;
  name: string;
  kind: string;
  /** In lower case, for comparing. */
  text: string;
}

/** Entries that are shown at most. */
const most = 60;

/** The search box: names of everything, and columns. Arrows choose, Enter goes there, Escape leaves. */
export function setUpSearch(go: (address: string) => void): void {
  const box = element<HTMLInputElement>("search");
  const list = element("results");
  let entries: Entry[] | undefined;
  let found: Entry[] = [];
  let chosen = 0;

  const close = () => {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const choose = (index: number) => {
    chosen = (index + found.length) % Math.max(found.length, 1);
    for (const [at, item] of [...list.children].entries())
      item.setAttribute("aria-selected", String(at === chosen && found.length > 0));
    if (found.length === 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", `found-${chosen}`);
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
  };
  const search = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return close();
    entries ??= collect();
    const ranked = rank(entries, words);
    found = ranked.slice(0, most);
    list.innerHTML =
      found.length === 0
        ? '<li class="none" role="option" aria-disabled="true">Nothing is called so.</li>'
        : found.map((entry, index) => renderEntry(entry, index, words)).join("");
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    choose(0);
  };
  const take = (index: number) => {
    const entry = found[index];
    if (entry === undefined) return;
    close();
    box.value = "";
    box.blur();
    go(entry.address);
  };

  box.addEventListener("input", search);
  box.addEventListener("focus", search);
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") take(chosen);
    else if (event.key === "Escape") {
      event.stopPropagation();
      event.preventDefault();
      if (box.value === "") box.blur();
      box.value = "";
      close();
    }
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const item = (event.target as Element).closest("li");
    if (item !== null) take([...list.children].indexOf(item));
  });
  document.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key !== "/" || !isPlain || document.activeElement === box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}

/** Every object of the document, and every column. */
function collect(): Entry[] {
  const entries: Entry[] = [];
  for (const section of document.querySelectorAll<HTMLElement>("#document [data-kind]")) {
    const name = section.querySelector("h3 a, h2 a")?.textContent ?? "";
    const kind = section.dataset["kind"]!;
    entries.push({ address: section.id, name, kind, text: name.toLowerCase() });
    for (const cell of section.querySelectorAll(":scope > .columns tbody th")) {
      const column = cell.firstChild?.textContent ?? "";
      const text = `${name}.${column}`.toLowerCase();
      const address = `${section.id}&column=${encodeURIComponent(column)}`;
      entries.push({ address, name: `${name}.${column}`, kind: "column", text });
    }
  }
  return entries;
}

const kindScores: Readonly<Record<string, number>> = { table: 0, view: 1, column: 4 };

/** Those that have all words: first what is called so, then what begins so, then tables before columns. */
function rank(entries: readonly Entry[], words: readonly string[]): Entry[] {
  const [first] = words;
  return entries
    .filter(({ text }) => words.every((word) => text.includes(word)))
    .map((entry) => ({
      entry,
      score: distanceTo(first!, entry.text) * 2 + (kindScores[entry.kind] ?? 2),
    }))
    .sort((a, b) => a.score - b.score || a.entry.name.length - b.entry.name.length)
    .map(({ entry }) => entry);
}

/** How far a qualified name is from a word: it is called so, begins so, has it in its own part, or before that. */
function distanceTo(word: string, text: string): number {
  const own = text.slice(text.lastIndexOf(".") + 1);
  if (own === word || text === word) return 0;
  if (own.startsWith(word)) return 1;
  return own.includes(word) ? 2 : 3;
}

function renderEntry({ name, kind }: Entry, index: number, words: readonly string[]): string {
  return `<li id="found-${index}" role="option" aria-selected="false"><b>${marked(name, words)}</b><span>${escape(kind)}</span></li>`;
}

/** The name with the words that were looked for. */
function marked(name: string, words: readonly string[]): string {
  const lower = name.toLowerCase();
  // Of a few letters the small ones are longer: then nothing is marked.
  if (lower.length !== name.length) return escape(name);
  const isMarked = Array.from(name, () => false);
  for (const word of words)
    for (let at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1))
      isMarked.fill(true, at, at + word.length);
  let html = "";
  for (let at = 0; at < name.length;) {
    let end = at;
    while (end < name.length && (isMarked[end] ?? false) === (isMarked[at] ?? false)) end += 1;
    const part = escape(name.slice(at, end));
    html += isMarked[at] === true ? `<mark>${part}</mark>` : part;
    at = end;
  }
  return html;
}
