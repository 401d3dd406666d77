import type { PageData } from "../picture/graph.ts";
import { element } from "./element.ts";
import { Scene } from "./scene.ts";
import { setUpSearch } from "./search.ts";
import { setUpPanes, setUpTheme } from "./settings.ts";

/** With more tables than this, whoever comes from elsewhere than the picture sees the neighbours of a table only. */
const manyTables = 40;

const data = JSON.parse(element("data").textContent ?? "") as PageData;
const { graph } = data;
const tables = new Map(graph.tables.map(({ address }, table) => [address, table]));

setUpTheme();
if (data.outline !== undefined) setUpPanes();
const scene = data.outline === undefined ? undefined : new Scene(data);
setUpSearch((address) => {
  if (location.hash === `#${address}`) follow({ isFromPicture: false });
  else location.hash = address;
});

/** Whether the next change of the address comes from the picture. */
let isFromPicture = false;

/** Shows what the address names: `#table=public.user`, `#table=public.user&column=email`, `#table=public.user&steps=2`. */
function follow(from: { isFromPicture: boolean }): void {
  const [address = "", ...options] = location.hash.slice(1).split("&");
  const values = new Map(options.map((option) => option.split("=", 2) as [string, string]));
  const table = tables.get(address);
  const told = values.get("steps");
  const before = scene?.choice.steps ?? 0;
  const usual =
    !from.isFromPicture && before === 0 && graph.tables.length > manyTables ? 1 : before;
  const steps = told === undefined ? usual : Math.min(Math.max(Number(told) || 0, 0), 2);
  scene?.show({ table, steps });
  mark(address, values.get("column"));
}

/** Brings a section, or the row of a column, into sight. */
function mark(address: string, column: string | undefined): void {
  for (const one of document.querySelectorAll(".chosen, .found"))
    one.classList.remove("chosen", "found");
  const section = address === "" ? null : document.getElementById(address);
  if (section === null) {
    if (address === "") element("document").scrollTop = 0;
    return;
  }
  section.classList.add("chosen");
  const row = column === undefined ? undefined : rowOf(section, decode(column));
  row?.classList.add("found");
  (row ?? section).scrollIntoView({ block: row === undefined ? "start" : "center" });
}

function rowOf(section: Element, column: string): Element | undefined {
  const cells = [...section.querySelectorAll(":scope > .columns tbody th")];
  return cells.find((cell) => cell.firstChild?.textContent === column)?.parentElement ?? undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

window.addEventListener("hashchange", () => {
  follow({ isFromPicture });
  isFromPicture = false;
});
if (scene !== undefined) {
  const canvas = element<SVGSVGElement>("canvas");
  canvas.addEventListener("click", (event) => {
    const link = (event.target as Element).closest("a.box");
    if (link === null || event.defaultPrevented) return;
    isFromPicture = location.hash !== link.getAttribute("href");
  });
  canvas.addEventListener("dblclick", () => stepTo(1));
  element("steps").addEventListener("click", ({ target }) => {
    const { steps } = (target as HTMLElement).dataset;
    if (steps !== undefined) stepTo(Number(steps));
  });
}

/** Shows the neighbours of the chosen table, or all tables, and has the address say so. */
function stepTo(steps: number): void {
  const { table } = scene!.choice;
  if (table === undefined) return;
  const { address } = graph.tables[table]!;
  history.replaceState(null, "", `#${address}${steps === 0 ? "" : `&steps=${steps}`}`);
  scene!.show({ table, steps });
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || scene === undefined) return;
  const { table, steps } = scene.choice;
  if (steps > 0) stepTo(0);
  else if (table !== undefined) {
    history.replaceState(null, "", location.pathname + location.search);
    scene.show({ table: undefined, steps: 0 });
    mark("none", undefined);
  }
});

follow({ isFromPicture: false });
document.documentElement.classList.add("ready");
