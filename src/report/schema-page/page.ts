import { escapeHtml } from "../html-escape.ts";
import { renderPage } from "../self-contained-page.ts";
import { countedKinds, renderDocument } from "./document.ts";
import { graphOf } from "./graph.ts";
import type { SchemaPageInput } from "./input.ts";
import { modelOf } from "./model.ts";
import { drawPicture } from "./picture/draw.ts";
import type { PageData, PictureGraph } from "./picture/graph.ts";
import { outlineOf, type Picture } from "./picture/picture.ts";
import { layOutUsual } from "./picture/usual.ts";
import { referencesOf } from "./references.ts";
import { style } from "./style.ts";

/**
 * A schema as one page that needs nothing else: no network, no other file, no server. Its policy lets nothing run or load but
 * its own style sheet and program; without the program everything is there, too, only still. The same input always gives
 * the same text.
 *
 * @param program the JavaScript of `browser/`.
 */
export function renderSchemaPage(input: SchemaPageInput, program: string): string {
  const model = modelOf(input.catalog);
  const references = referencesOf(model, input);
  const graph = graphOf(model);
  const tables = [...graph.tables.keys()];
  const usual = tables.length === 0 ? undefined : layOutUsual(graph, { tables, isGrouped: true });
  const data: PageData = {
    graph,
    outline: usual && outlineOf(usual.picture),
    detail: usual?.detail,
  };
  return renderPage({
    title: `${input.title}: schema`,
    style,
    script: program,
    body: [
      '<a class="skip" href="#contents">To the contents</a>',
      ...renderTop(input.title, countedKinds(model), {
        serverMajor: input.catalog.serverMajor,
        hasPicture: usual !== undefined,
      }),
      usual === undefined ? '<main class="words">' : "<main>",
      ...(usual === undefined ? [] : renderPicture(graph, usual.picture)),
      '<div id="document" tabindex="0" role="region" aria-label="The schema in words">',
      ...renderDocument(model, references, input),
      `<footer>dbfirst ${escapeHtml(input.toolVersion)} report --html, from the catalog snapshot of PostgreSQL ${input.catalog.serverMajor}</footer>`,
      "</div></main>",
      `<script type="application/json" id="data">${asData(data)}</script>`,
    ],
  });
}

/** JSON that can't end the element that it stands in. */
function asData(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

function renderTop(
  title: string,
  counts: readonly string[],
  { serverMajor, hasPicture }: { serverMajor: number; hasPicture: boolean },
): string[] {
  const panes =
    '<div class="switch" id="panes" role="group" aria-label="Show"><button type="button" data-panes="picture">Picture</button><button type="button" data-panes="both">Both</button><button type="button" data-panes="text">Text</button></div>';
  return [
    '<header class="top">',
    `<h1><a href="#">${escapeHtml(title)}</a></h1>`,
    `<p class="counts">${[...counts, `PostgreSQL ${serverMajor}`].map((one) => `<span>${escapeHtml(one)}</span>`).join(" ")}</p>`,
    '<div class="search" role="search"><input id="search" type="search" role="combobox" aria-expanded="false" aria-controls="results" aria-autocomplete="list" aria-label="Search tables, columns and everything else" placeholder="Search" autocomplete="off" spellcheck="false"><kbd aria-hidden="true">/</kbd><ul id="results" role="listbox" aria-label="Found" hidden></ul></div>',
    ...(hasPicture ? [panes] : []),
    '<button type="button" class="plain" id="theme"></button>',
    "</header>",
  ];
}

function renderPicture(graph: PictureGraph, picture: Picture): string[] {
  const drawn = drawPicture(graph, picture, {
    escape: escapeHtml,
    addressOf: (table) => escapeHtml(graph.tables[table]!.address),
  });
  const [width, height] = [Math.ceil(picture.width), Math.ceil(picture.height)];
  return [
    '<section id="picture" aria-label="Picture of the tables">',
    '<div class="tools" id="tools" hidden>',
    '<div class="switch" id="steps" role="group" aria-label="Tables"><button type="button" data-steps="0">All</button><button type="button" data-steps="1" title="The chosen table and its neighbours">1 step</button><button type="button" data-steps="2" title="Two steps from the chosen table">2 steps</button></div>',
    '<div class="switch" id="detail" role="group" aria-label="Columns"><button type="button" data-detail="names">Names</button><button type="button" data-detail="keys">Keys</button><button type="button" data-detail="columns">Columns</button></div>',
    '<div class="switch" role="group" aria-label="Zoom"><button type="button" id="zoom-out" aria-label="Smaller">−</button><button type="button" id="zoom-fit" title="The whole picture (0)">Fit</button><button type="button" id="zoom-in" aria-label="Larger">+</button></div>',
    '<span id="said" role="status"></span>',
    "</div>",
    `<svg id="canvas" tabindex="0" viewBox="-16 -16 ${width + 32} ${height + 32}" role="group" aria-label="Tables and the foreign keys between them"><g id="world">${drawn}</g><g id="labels" aria-hidden="true"></g></svg>`,
    '<p class="legend" aria-hidden="true"><span class="pk">◆</span> primary key <span class="fk">◇</span> foreign key <svg width="30" height="10" viewBox="0 0 30 10"><path d="M0 1L9 5L0 9M0 5H30M24 1v8"/></svg> many to one <svg width="30" height="10" viewBox="0 0 30 10"><path d="M6 1v8M0 5H22a3 3 0 1 0 6 0a3 3 0 1 0 -6 0"/></svg> one to one or none</p>',
    "</section>",
  ];
}
