import type { Fact, FactValue } from "../../catalog/fact.ts";
import { escapeHtml } from "../html-escape.ts";
import { code, comment, notes } from "./html.ts";
import type { SchemaObject } from "./model.ts";
import { shownPart, splitName } from "./name.ts";
import { shortType } from "./picture/short-type.ts";
import type { References } from "./references.ts";

const told = ["position", "type", "notNull", "default", "generated", "identity", "comment"];

/** The columns of a table, view or type. */
export function renderColumns({ fact, parts }: SchemaObject, references: References): string {
  const columns = parts.get("column") ?? [];
  if (columns.length === 0) return fact.kind === "type" ? "" : '<p class="none">No columns.</p>';
  const keys = (parts.get("constraint") ?? []).filter(({ attributes }) =>
    Array.isArray(attributes["columns"]),
  );
  const isTable = fact.kind === "table" || fact.kind === "foreign table";
  return [
    `<table class="columns"><thead><tr><th scope="col">Column</th><th scope="col">Type</th>${isTable ? '<th scope="col">Null</th><th scope="col">Default</th>' : ""}</tr></thead><tbody>`,
    ...columns.map((column) => renderColumn(column, { keys, isTable, references })),
    "</tbody></table>",
  ].join("");
}

interface Around {
  keys: readonly Fact[];
  isTable: boolean;
  references: References;
}

function renderColumn(column: Fact, { keys, isTable, references }: Around): string {
  const { object, attributes } = column;
  const name = splitName(object).at(-1)!;
  const own = keys.filter(({ attributes: key }) =>
    (key["columns"] as readonly FactValue[]).includes(name),
  );
  const more = [...targets(own, name, references), ...notes(attributes, told)];
  const value = valueOfNew(attributes);
  const always = isTable ? [] : value === "" ? [] : [value];
  return [
    `<tr><th scope="row">${escapeHtml(shownPart(name))}${own.map(tag).join("")}</th>`,
    `<td>${typeOf(attributes)}</td>`,
    isTable ? `<td>${attributes["notNull"] === true ? "" : "null"}</td><td>${value}</td>` : "",
    "</tr>",
    renderMore([...always, ...more], comment(attributes["comment"]), isTable ? 4 : 2),
  ].join("");
}

function typeOf({ type }: Fact["attributes"]): string {
  const whole = String(type ?? "");
  const short = shortType(whole);
  return short === whole
    ? code(whole)
    : `<code title="${escapeHtml(whole)}">${escapeHtml(short)}</code>`;
}

function renderMore(items: readonly string[], said: string, span: number): string {
  if (items.length === 0 && said === "") return "";
  return `<tr class="more"><td colspan="${span}">${items.length === 0 ? "" : `<div class="notes">${items.join(", ")}</div>`}${said}</td></tr>`;
}

const tags: Readonly<Record<string, readonly [short: string, long: string]>> = {
  "primary key": ["PK", "primary key"],
  "foreign key": ["FK", "foreign key"],
  unique: ["UQ", "unique"],
};

function tag({ attributes }: Fact): string {
  const known = tags[String(attributes["type"])];
  if (known === undefined) return "";
  const [short, long] = known;
  return ` <abbr class="${short.toLowerCase()}" title="${long}">${short}</abbr>`;
}

/** Where a column refers to. */
function targets(keys: readonly Fact[], name: string, { link }: References): string[] {
  return keys.flatMap(({ attributes }) => {
    const { columns, references } = attributes;
    if (typeof references !== "object" || references === null || !("table" in references))
      return [];
    const there = references["columns"];
    const column = Array.isArray(there)
      ? there[(columns as readonly FactValue[]).indexOf(name)]
      : undefined;
    const target = link(String(references["table"]));
    return [
      `→ ${target}${column === undefined ? "" : `.${escapeHtml(shownPart(String(column)))}`}`,
    ];
  });
}

/** What a new row has there, if nobody says. */
function valueOfNew(attributes: Fact["attributes"]): string {
  const { default: given, generated, identity } = attributes;
  if (typeof generated === "object" && generated !== null && "expression" in generated)
    return `<span class="term">generated, ${escapeHtml(String(generated["kind"]))}</span> ${code(String(generated["expression"]))}`;
  if (typeof identity === "object" && identity !== null && !Array.isArray(identity)) {
    const { generation, ...options } = identity as Readonly<Record<string, FactValue>>;
    const rest = notes(options, []);
    return `<span class="term">identity, ${escapeHtml(String(generation))}</span>${rest.length === 0 ? "" : ` <span class="notes">${rest.join(", ")}</span>`}`;
  }
  return given === undefined || given === null ? "" : code(String(given));
}
