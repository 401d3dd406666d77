import type { Fact } from "../../catalog/fact.ts";
import { consequenceOf, rootsOf, type Roots } from "./consequences.ts";
import { nameOnTable } from "../compare/fact-names.ts";
import type { Finding } from "../finding.ts";
import { partsByParent } from "../renames/likeness.ts";
import { oncePer } from "../compare/once-per.ts";

/** Kinds that others stand on, but for servers. Their names never coincide, so a name alone finds them. */
const foundations: ReadonlySet<string> = new Set([
  "schema",
  "table",
  "foreign table",
  "view",
  "materialized view",
  "type",
  "domain",
  "column",
  "constraint",
  "index",
]);

/**
 * Takes out what only follows from another finding, and counts it there: the columns of a table that came or went, the
 * tables of a schema, what partitions and other child tables have from their parents, and what is handed down to a table
 * that became one of these.
 */
export function foldFindings(findings: readonly Finding[], facts: readonly Fact[]): Finding[] {
  if (findings.length === 0) return [];
  const causes = new Map<string, Finding>();
  for (const finding of findings) causes.set(folded(finding, finding.object), finding);
  const relations = relationsOf(facts, findings);
  const roots = rootsOf(findings);
  const includes = new Map<Finding, Record<string, number>>();
  const counted = new Map<Finding, Set<string>>();
  const visible = new Set<Finding>();
  const kept = findings.filter((finding) => {
    const top = topCause(finding, causes, { ...relations, roots });
    if (top === finding) return true;
    if (finding.visibleToDrizzle) visible.add(top);
    // Another attribute of the same object is no object that changed with it.
    if (finding.kind === top.kind && finding.object === top.object) return false;
    // An object that changed in several attributes is one; each entry of a publication is one.
    const isEntry = finding.kind === "publication";
    const part = [finding.kind, finding.object, ...(isEntry ? [finding.attribute] : [])].join("\0");
    const parts = counted.get(top) ?? new Set();
    counted.set(top, parts);
    if (parts.has(part)) return false;
    parts.add(part);
    const counts = includes.get(top) ?? {};
    const kind = isEntry ? "publication entry" : finding.kind;
    counts[kind] = (counts[kind] ?? 0) + 1;
    includes.set(top, counts);
    return false;
  });
  return kept.map((finding) => ({
    ...finding,
    includes: includes.get(finding) ?? {},
    visibleToDrizzle: finding.visibleToDrizzle || visible.has(finding),
  }));
}

/** Follows a finding up to the one that it comes from: itself in most cases. */
function topCause(
  finding: Finding,
  causes: ReadonlyMap<string, Finding>,
  relations: Relations & { roots: Roots },
): Finding {
  let top = finding;
  const seen = new Set([top]);
  for (;;) {
    const next = causeOf(top, causes, relations) ?? consequenceOf(top, relations.roots, relations);
    if (next === undefined || seen.has(next)) return top;
    seen.add(next);
    top = next;
  }
}

function causeOf(
  finding: Finding,
  causes: ReadonlyMap<string, Finding>,
  { bases, parents }: Relations,
): Finding | undefined {
  if (finding.attribute === null) {
    for (const base of bases.get(`${finding.kind}\0${finding.object}`) ?? []) {
      // A server may be called like a schema; only user mappings stand on servers.
      const name = finding.kind === "user mapping" ? `server\0${base}` : base;
      const cause = causes.get(`${finding.change}\0${name}`);
      if (cause !== undefined) return cause;
    }
  }
  if (finding.parent === null) return undefined;
  for (const table of parents.get(finding.parent) ?? []) {
    const inherited = nameOnTable(finding, table);
    if (inherited === finding.object) continue;
    const cause = causes.get(folded(finding, inherited));
    if (cause !== undefined && cause.kind === finding.kind) return cause;
  }
  return undefined;
}

/** Came and went: by name alone, for those that stand on it. Changes: only the same change is followed. */
function folded(finding: Finding, object: string): string {
  const { change, attribute, expected, actual, kind } = finding;
  if (attribute === null)
    return foundations.has(kind) ? `${change}\0${object}` : `${change}\0${kind}\0${object}`;
  return [change, kind, object, attribute, JSON.stringify([expected, actual])].join("\0");
}

interface Relations {
  /** By kind and object, of the findings: what it stands on. */
  bases: ReadonlyMap<string, readonly string[]>;
  /** By table: those it inherits from or is a partition of, and theirs, the nearest first. */
  parents: ReadonlyMap<string, readonly string[]>;
  /** Tables that are partitions, on either side. */
  partitions: ReadonlySet<string>;
  /** By name of a primary key, of the findings: its columns on the actual side, where it has one. */
  primaryKeys: ReadonlyMap<string, readonly unknown[]>;
  /** Of every object, with its kind. Few findings ask for one. */
  names: Pick<ReadonlySet<string>, "has">;
  /** Of a table, on either side. Few findings ask for them. */
  constraintsOf: (table: string) => readonly Fact[];
}

function relationsOf(facts: readonly Fact[], findings: readonly Finding[]): Relations {
  const found = new Set(findings.map(({ object }) => object));
  const bases = new Map<string, readonly string[]>();
  const parents = new Map<string, string[]>();
  const partitions = new Set<string>();
  const primaryKeys = new Map<string, readonly unknown[]>();
  for (const { kind, object, parent, attributes } of facts) {
    const isTable = kind === "table" || kind === "foreign table";
    const isFound = found.has(object);
    if (!isFound && !(isTable && standsOnOthers(attributes))) continue;
    const above = [attributes["partitionOf"], attributes["inherits"], attributes["ofType"]]
      .flat()
      .filter((name): name is string => typeof name === "string");
    if (isFound) bases.set(`${kind}\0${object}`, parent === null ? above : [parent, ...above]);
    // Either side may say something else.
    if ("partitionOf" in attributes) partitions.add(object);
    // The facts of the actual side come last.
    if (attributes["type"] === "primary key")
      primaryKeys.set(object, [attributes["columns"]].flat());
    if (isTable && above.length > 0)
      parents.set(object, [...new Set([...(parents.get(object) ?? []), ...above])]);
  }
  const ancestors = new Map(
    [...parents.keys()].map((table) => [table, ancestorsOf(table, parents)]),
  );
  const names = { has: (name: string) => namesOf(facts).has(name) };
  const constraintsOf = (table: string) => constraintsByTable(facts).get(table) ?? [];
  return { bases, parents: ancestors, partitions, primaryKeys, names, constraintsOf };
}

/** Few tables do: the rest aren't looked at any closer. */
function standsOnOthers(attributes: Fact["attributes"]): boolean {
  return "partitionOf" in attributes || "inherits" in attributes || "ofType" in attributes;
}

function ancestorsOf(table: string, parents: ReadonlyMap<string, readonly string[]>): string[] {
  const found = new Set(parents.get(table));
  // What is added to a set on the way is walked, too.
  for (const name of found) for (const above of parents.get(name) ?? []) found.add(above);
  return [...found];
}

const namesOf = oncePer(
  (facts: readonly Fact[]): ReadonlySet<string> =>
    new Set(facts.map(({ kind, object }) => `${kind}\0${object}`)),
);

const constraintsByTable = oncePer((facts: readonly Fact[]) =>
  partsByParent(facts.filter(({ kind }) => kind === "constraint")),
);
