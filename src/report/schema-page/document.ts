import type { Fact } from "../../catalog/fact.ts";
import { escapeHtml } from "../html-escape.ts";
import { capitalized } from "../drift/html-findings.ts";
import { formatKind, plural } from "../kind.ts";
import { code, comment, facts } from "./html.ts";
import type { SchemaPageInput } from "./input.ts";
import {
  canHaveParts,
  keyOf,
  places,
  type SchemaGroup,
  type SchemaModel,
  type SchemaObject,
} from "./model.ts";
import { addressOf, shownName } from "./name.ts";
import type { References } from "./references.ts";
import { renderAllParts, renderSection } from "./section.ts";
import { formatNumber } from "../measure.ts";

/** Everything that the page says in words: contents, then every object, schema by schema. */
export function renderDocument(
  model: SchemaModel,
  references: References,
  input: SchemaPageInput,
): string[] {
  return [
    ...renderContents(model, input),
    ...model.groups.flatMap((group) => renderGroup(group, references)),
    ...renderGaps(input),
    ...renderUnmodeled(input),
    ...renderMigrations(model, input),
  ];
}

/** What a reader looks for first. */
const firstKinds = [
  "table",
  "foreign table",
  "view",
  "materialized view",
  "function",
  "procedure",
  "schema",
  "enum",
];

/** What there is most of, for the top of the page: `18 tables, 1 view`. */
export function countedKinds({ objects }: SchemaModel): string[] {
  const counts = new Map<string, number>();
  for (const { fact } of objects.values()) counts.set(fact.kind, (counts.get(fact.kind) ?? 0) + 1);
  return [...new Set([...firstKinds, ...Object.keys(places)])].flatMap((kind) =>
    counts.has(kind) ? [formatKind(kind, counts.get(kind)!)] : [],
  );
}

function groupTitle({ name }: SchemaGroup): string {
  return name === null ? "The database" : shownName(name);
}

function groupId({ name, schema }: SchemaGroup): string {
  if (name === null) return "database";
  return addressOf(schema?.fact ?? { kind: "schema", object: name });
}

function renderContents({ groups }: SchemaModel, { gaps, catalog }: SchemaPageInput): string[] {
  const others = [
    ...(gaps.length > 0 ? ['<a href="#gaps">What Drizzle can’t say</a>'] : []),
    ...(catalog.unmodeled.length > 0 ? ['<a href="#unmodeled">What couldn’t be read</a>'] : []),
    '<a href="#migrations">Migrations</a>',
  ];
  return [
    '<nav id="contents" aria-label="Contents">',
    ...groups.map((group) => {
      const kinds = byKind(group.objects).map(
        ([kind, objects]) =>
          `<dt>${escapeHtml(capitalized(plural(kind)))} <small>${formatNumber(objects.length)}</small></dt><dd>${objects.map(({ fact }) => `<a href="#${escapeHtml(addressOf(fact))}">${escapeHtml(nameWithin(fact, group))}</a>`).join(" ")}</dd>`,
      );
      return `<h2><a href="#${escapeHtml(groupId(group))}">${escapeHtml(groupTitle(group))}</a></h2><dl>${kinds.join("")}</dl>`;
    }),
    `<p class="others">${others.join(" ")}</p>`,
    "</nav>",
  ];
}

/** A name without the schema that it stands under. */
function nameWithin({ object }: Fact, { name }: SchemaGroup): string {
  const whole = shownName(object);
  const prefix = name === null ? "" : `${shownName(name)}.`;
  return whole.startsWith(prefix) ? whole.slice(prefix.length) : whole;
}

function byKind(objects: readonly SchemaObject[]): [kind: string, objects: SchemaObject[]][] {
  const kinds = new Map<string, SchemaObject[]>();
  for (const one of objects) {
    const own = kinds.get(one.fact.kind);
    if (own === undefined) kinds.set(one.fact.kind, [one]);
    else own.push(one);
  }
  return [...kinds];
}

function renderGroup(group: SchemaGroup, references: References): string[] {
  const { schema, objects } = group;
  const word = group.name === null ? "" : ' <span class="kind">schema</span>';
  return [
    `<div class="group" id="${escapeHtml(groupId(group))}"${schema === undefined ? "" : ' data-kind="schema"'}>`,
    `<h2><a href="#${escapeHtml(groupId(group))}">${escapeHtml(groupTitle(group))}</a>${word}</h2>`,
    schema === undefined ? "" : comment(schema.fact.attributes["comment"]),
    schema === undefined ? "" : facts(schema.fact.attributes, ["comment"]),
    schema === undefined ? "" : renderAllParts(schema.parts, references),
    ...objects.map((object) => renderSection(object, references)),
    "</div>",
  ];
}

function renderGaps({ gaps }: SchemaPageInput): string[] {
  if (gaps.length === 0) return [];
  const rows = gaps.flatMap(({ of, gaps: own }) =>
    Object.entries(own).map(
      ([kind, objects]) =>
        `<tr><th scope="row">${of === null ? "" : escapeHtml(shownName(of))}</th><td>${escapeHtml(kind)}</td><td>${objects.map((object) => code(shownName(object))).join(", ")}</td></tr>`,
    ),
  );
  return [
    '<section id="gaps" class="object"><h2><a href="#gaps">What Drizzle can’t say</a></h2>',
    "<p>PostgreSQL holds it, the generated TypeScript has no form for it, and it stays in SQL.</p>",
    `<table class="parts wide"><thead><tr><th scope="col">Of</th><th scope="col">What</th><th scope="col">Objects</th></tr></thead><tbody>${rows.join("")}</tbody></table></section>`,
  ];
}

function renderUnmodeled({ catalog }: SchemaPageInput): string[] {
  if (catalog.unmodeled.length === 0) return [];
  const items = catalog.unmodeled.map(
    ({ kind, object }) => `<li>${escapeHtml(kind)} ${code(object)}</li>`,
  );
  return [
    '<section id="unmodeled" class="object"><h2><a href="#unmodeled">What couldn’t be read</a></h2>',
    `<ul class="plain">${items.join("")}</ul></section>`,
  ];
}

const changeWords = { made: "Made", changed: "Changed", dropped: "Dropped" } as const;

/** What each migration did, by objects that have a section; what stands on them is told there. */
function renderMigrations({ objects }: SchemaModel, { history }: SchemaPageInput): string[] {
  const { migrations, events, unknown } = history;
  const steps = migrations.map((file, migration) => {
    const own = events.filter((event) => event.migration === migration);
    const seen = new Set<string>();
    const lists = (["made", "changed", "dropped"] as const).map((change) => {
      const names = own.flatMap((event) => {
        const isWhole = places[event.kind] === "section";
        if (isWhole ? event.change !== change : change !== "changed") return [];
        const key = isWhole ? keyOf(event) : holderKey(event.parent, objects);
        if (key === undefined || seen.has(key)) return [];
        seen.add(key);
        const fact = objects.get(key)?.fact;
        const name = escapeHtml(shownName(key.split("\0")[1]!));
        return [
          fact === undefined || change === "dropped"
            ? name
            : `<a href="#${escapeHtml(addressOf(fact))}">${name}</a>`,
        ];
      });
      return names.length === 0
        ? ""
        : `<dt>${changeWords[change]}</dt><dd>${names.join(", ")}</dd>`;
    });
    return `<section class="migration"><h3>${escapeHtml(file)}</h3><dl>${lists.join("")}</dl></section>`;
  });
  return [
    '<section id="migrations" class="object"><h2><a href="#migrations">Migrations</a></h2>',
    unknown === null ? "" : `<p>${escapeHtml(unknown)}</p>`,
    ...steps,
    "</section>",
  ];
}

function holderKey(parent: string | null, objects: SchemaModel["objects"]): string | undefined {
  if (parent === null) return undefined;
  return [...canHaveParts]
    .map((kind) => keyOf({ kind, object: parent }))
    .find((key) => objects.has(key));
}
