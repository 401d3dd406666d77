import type { Fact, FactKind } from "../../catalog/fact.ts";
import type { HistoryEvent } from "../../drift/origins/history.ts";
import { escapeHtml } from "../html-escape.ts";
import { renderColumns } from "./columns.ts";
import { code, comment, facts } from "./html.ts";
import { keyOf, relationKinds, type SchemaObject } from "./model.ts";
import { addressOf, shownName, splitName } from "./name.ts";
import type { References } from "./references.ts";
import { partName, partTitles, renderPart } from "./relation-parts.ts";

/** Attributes that stand beside the heading when they are on. */
const flags: Readonly<Record<string, string>> = {
  rowSecurity: "row security",
  forceRowSecurity: "forced row security",
  unlogged: "unlogged",
  securityDefiner: "security definer",
};

/** Attributes that are SQL of some length, and stand alone. */
const bodies = ["definition", "body"];

/** An object with all that stands on it and refers to it. */
export function renderSection(object: SchemaObject, references: References): string {
  const { fact, parts } = object;
  const { kind, attributes } = fact;
  const on = Object.keys(flags).filter((name) => attributes[name] === true);
  const isRelation = relationKinds.includes(kind);
  const about = facts(attributes, ["comment", ...on, ...bodies, ...linkedAttributes]);
  return [
    `<section class="object" id="${escapeHtml(addressOf(fact))}" data-kind="${escapeHtml(kind)}">`,
    renderHeading(fact, on),
    comment(attributes["comment"]),
    renderParents(fact, references),
    isRelation ? renderColumns(object, references) : "",
    renderAllParts(parts, references),
    isRelation ? renderReferring(fact, references) : "",
    ...bodies.map((name) =>
      typeof attributes[name] === "string" ? code(String(attributes[name])) : "",
    ),
    about,
    renderGaps(references.gaps.get(fact.object)),
    renderHistory(fact, references),
    "</section>",
  ].join("");
}

function renderHeading(fact: Fact, on: readonly string[]): string {
  const parts = splitName(shownName(fact.object));
  const own = parts.at(-1)!;
  const before = parts
    .slice(0, -1)
    .map((part) => `${part}.`)
    .join("");
  const marks = on.map((name) => ` <span class="flag">${flags[name]!}</span>`).join("");
  return `<h3><a href="#${escapeHtml(addressOf(fact))}">${before === "" ? "" : `<span class="in">${escapeHtml(before)}</span>`}${escapeHtml(own)}</a> <span class="kind">${escapeHtml(fact.kind)}</span>${marks}</h3>`;
}

const linkedAttributes = ["partitionOf", "partitionBound", "inherits", "ownedBy"];

/** What it is a part or a child of, and what is a part or a child of it. */
function renderParents({ object, attributes }: Fact, { link, children }: References): string {
  const { partitionOf, partitionBound, inherits, ownedBy } = attributes;
  const lines: string[] = [];
  if (typeof partitionOf === "string")
    lines.push(`Partition of ${link(partitionOf)} ${code(String(partitionBound ?? ""))}`);
  if (Array.isArray(inherits))
    lines.push(`Inherits ${inherits.map((parent) => link(String(parent))).join(", ")}`);
  if (typeof ownedBy === "string") {
    const table = splitName(ownedBy).slice(0, -1).join(".");
    lines.push(`Owned by ${link(table, shownName(ownedBy))}`);
  }
  const own = children.get(object) ?? [];
  if (own.length > 0) {
    const word = own.some((child) => child.attributes["partitionOf"] !== undefined)
      ? "Partitions"
      : "Children";
    lines.push(`${word}: ${own.map((child) => link(child.object)).join(", ")}`);
  }
  return lines.map((line) => `<p class="notes">${line}</p>`).join("");
}

/** What stands on an object, but for columns. */
export function renderAllParts(parts: SchemaObject["parts"], references: References): string {
  return (Object.keys(partTitles) as FactKind[])
    .map((kind) => renderParts(kind, parts.get(kind) ?? [], references))
    .join("");
}

function renderParts(kind: FactKind, own: readonly Fact[], references: References): string {
  if (own.length === 0) return "";
  return `<h4>${partTitles[kind]!}</h4><table class="parts"><tbody>${own.map((part) => renderPart(part, references)).join("")}</tbody></table>`;
}

function renderReferring({ object }: Fact, { referring, link }: References): string {
  const own = referring.get(object) ?? [];
  if (own.length === 0) return "";
  const rows = own.map((key) => {
    const columns = (key.attributes["columns"] as readonly string[]).join(", ");
    return `<li>${link(key.parent ?? "")} ${code(`(${columns})`)} <span class="soft">${escapeHtml(partName(key))}</span></li>`;
  });
  return `<h4>Referred to by</h4><ul class="plain">${rows.join("")}</ul>`;
}

function renderGaps(gaps: Readonly<Record<string, readonly string[]>> | undefined): string {
  if (gaps === undefined) return "";
  const items = Object.entries(gaps).map(
    ([kind, objects]) =>
      `<li><span class="term">${escapeHtml(kind)}</span> ${objects.map((object) => code(shownName(object))).join(", ")}</li>`,
  );
  return `<h4>Only in SQL</h4><ul class="plain gaps">${items.join("")}</ul>`;
}

/** Which migrations made it and changed it or its parts. */
function renderHistory(fact: Fact, { events, migrations }: References): string {
  const own = events.get(keyOf(fact)) ?? [];
  if (own.length === 0) return "";
  // What was dropped and made anew begins when it was made last.
  const isSelf = ({ kind, object }: HistoryEvent) => kind === fact.kind && object === fact.object;
  const born = own.findLast((event) => isSelf(event) && event.change === "made")?.migration ?? -1;
  const steps = new Map<number, HistoryEvent[]>();
  for (const event of own)
    if (event.migration >= born)
      steps.set(event.migration, [...(steps.get(event.migration) ?? []), event]);
  const rows = [...steps].map(([migration, all]) => {
    const what =
      migration === born
        ? "made"
        : all
            .filter((event) => !isSelf(event) || event.change !== "made")
            .map(told)
            .join(", ");
    return `<tr><th scope="row">${code(migrations[migration] ?? "")}</th><td>${what}</td></tr>`;
  });
  return `<h4>Migrations</h4><table class="parts history"><tbody>${rows.join("")}</tbody></table>`;

  function told(event: HistoryEvent): string {
    if (isSelf(event)) return event.change;
    const name = partName({ ...event, attributes: {} });
    return `${escapeHtml(event.kind)} ${code(name)} ${event.change}`;
  }
}
