import type { Fact, FactKind, FactValue } from "../../catalog/fact.ts";
import { escapeHtml } from "../html-escape.ts";
import { code, comment, notes, valueOf } from "./html.ts";
import { ownName, shownPart } from "./name.ts";
import type { References } from "./references.ts";

/** What stands on a table or view besides its columns, each kind under a heading of its own. */
export const partTitles: Readonly<Partial<Record<FactKind, string>>> = {
  constraint: "Constraints",
  index: "Indexes",
  policy: "Policies",
  trigger: "Triggers",
  rule: "Rules",
  statistics: "Statistics",
  "user mapping": "User mappings",
};

/** One line of a list of parts: its name, what it says, and what else there is to it. */
export function renderPart(fact: Fact, references: References): string {
  const { attributes } = fact;
  const { text, shown } = describe(fact, references);
  const more = notes(attributes, [...shown, "comment"]);
  return [
    `<tr><th scope="row">${escapeHtml(partName(fact))}</th><td>${text}`,
    more.length === 0 ? "" : `<div class="notes">${more.join(", ")}</div>`,
    `${comment(attributes["comment"])}</td></tr>`,
  ].join("");
}

/** The name without what it stands on: `user_pkey on public."user"` is `user_pkey`. */
export function partName({ kind, object, parent }: Fact): string {
  const end = ` on ${parent}`;
  if (object.endsWith(end)) return shownPart(object.slice(0, -end.length));
  return kind === "index" || kind === "column" ? ownName(object) : shownPart(object);
}

interface Description {
  text: string;
  /** The attributes that it tells. */
  shown: readonly string[];
}

function describe(fact: Fact, references: References): Description {
  const { kind, attributes } = fact;
  switch (kind) {
    case "constraint":
      return describeConstraint(attributes, references);
    case "index":
      return {
        text: `${attributes["unique"] === true ? "unique " : ""}${escapeHtml(String(attributes["method"]))} ${code(listed(attributes["keys"]))}${included(attributes)}${where(attributes["where"])}`,
        shown: ["unique", "method", "keys", "include", "where"],
      };
    case "policy":
      return describePolicy(attributes);
    case "trigger":
    case "rule":
    case "statistics":
      return { text: code(String(attributes["definition"])), shown: ["definition"] };
    default:
      return { text: "", shown: [] };
  }
}

function describeConstraint(attributes: Fact["attributes"], { link }: References): Description {
  const { type, columns, references } = attributes;
  const shown = [
    "type",
    "columns",
    "references",
    "expression",
    "definition",
    "onDelete",
    "onUpdate",
    "include",
  ];
  if (typeof references === "object" && references !== null && "table" in references) {
    const target = `${link(String(references["table"]))} ${code(listed(references["columns"]))}`;
    const actions = [
      ["on delete", attributes["onDelete"]],
      ["on update", attributes["onUpdate"]],
    ].flatMap(([when, what]) =>
      what === undefined
        ? []
        : [` <span class="action">${String(when)} ${escapeHtml(String(what))}</span>`],
    );
    return { text: `foreign key ${code(listed(columns))} → ${target}${actions.join("")}`, shown };
  }
  const body = attributes["expression"] ?? attributes["definition"];
  if (typeof body === "string") return { text: `${escapeHtml(String(type))} ${code(body)}`, shown };
  return {
    text: `${escapeHtml(String(type))} ${code(listed(columns))}${included(attributes)}`,
    shown,
  };
}

function describePolicy(attributes: Fact["attributes"]): Description {
  const { command, roles, using, check, restrictive } = attributes;
  const clauses = [
    ["using", using],
    ["with check", check],
  ].flatMap(([word, expression]) =>
    expression === undefined ? [] : [` ${String(word)} ${code(String(expression))}`],
  );
  return {
    text: `${restrictive === true ? "restrictive, " : ""}for ${escapeHtml(String(command))} to ${valueOf(roles ?? null)}${clauses.join("")}`,
    shown: ["command", "roles", "using", "check", "restrictive"],
  };
}

function included({ include }: Fact["attributes"]): string {
  return include === undefined ? "" : ` include ${code(listed(include))}`;
}

function where(value: FactValue | undefined): string {
  return value === undefined ? "" : ` where ${code(String(value))}`;
}

function listed(value: FactValue | undefined): string {
  return Array.isArray(value) ? `(${value.map(String).join(", ")})` : "";
}
