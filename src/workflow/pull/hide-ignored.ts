import type { CatalogText } from "../../catalog/fact-text.ts";
import type { Catalog, FactName } from "../../catalog/fact.ts";
import { applyIgnoreRules, type IgnoreRule } from "../../catalog/without-ignored.ts";
import type { LeftOut } from "../../pull/leave-out.ts";
import { parseName } from "../../pull/render/known.ts";

/** Kinds that have a declaration of their own in TypeScript, and schemas, which hold them. */
const declaredKinds = [
  "schema",
  "table",
  "foreign table",
  "view",
  "materialized view",
  "enum",
  "sequence",
] as const;

export interface ShownCatalog<Whole> {
  /** Without the tables, views, enums, sequences and schemas that rules cover, and without what stands on these. */
  shown: Whole;
  /** Those. */
  hidden: LeftOut[];
}

/**
 * What of a catalog goes into TypeScript. A rule that covers a whole table keeps it out; one for a column, a constraint, a
 * policy, an attribute doesn't: the rest of the table wouldn't be what the database has.
 */
export function hideIgnored<Whole extends Catalog | CatalogText>(
  catalog: Whole,
  rules: readonly IgnoreRule[],
): ShownCatalog<Whole> {
  const wholes = rules
    .filter(({ attribute }) => attribute === undefined)
    .flatMap((rule) =>
      declaredKinds
        .filter((kind) => rule.kind === undefined || rule.kind === kind)
        .map((kind): IgnoreRule => ({ ...rule, kind })),
    );
  if (wholes.length === 0) return { shown: catalog, hidden: [] };
  const shown = applyIgnoreRules(catalog, wholes).catalog;
  const kept = new Set<FactName>(shown.facts);
  const declared = new Set<string>(declaredKinds);
  const hidden = [...catalog.facts].filter((fact) => declared.has(fact.kind) && !kept.has(fact));
  return { shown, hidden: hidden.map(leftOut) };
}

function leftOut({ kind, object }: FactName): LeftOut {
  const [schema = "", name = null] = parseName(object);
  return kind === "schema" ? { schema, name: null } : { schema, name };
}

/** The same for drizzle-kit, which asks the database itself and knows globs, but a table's only without its schema. */
export function ignoredGlobs(rules: readonly IgnoreRule[]): LeftOut[] {
  return rules.flatMap(({ kind, object, attribute }): LeftOut[] => {
    if (attribute !== undefined || !/^[\w*.]+$/.test(object)) return [];
    const [schema = "", name, ...rest] = object.split(".");
    if (rest.length > 0) return [];
    const isWhole = kind === undefined && (name === undefined || /^\*+$/.test(name));
    if (kind === "schema" || isWhole) return [{ schema, name: null }];
    const isTable = kind === undefined || /table|view/.test(kind);
    return isTable && name !== undefined && /\w/.test(name) ? [{ schema, name }] : [];
  });
}
