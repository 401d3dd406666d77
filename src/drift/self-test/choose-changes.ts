import type { Catalog, Fact } from "../../catalog/fact.ts";
import type { Change, ChangeTemplate } from "./change.ts";
import { codeChanges } from "./code.ts";
import { newObjects } from "./created.ts";
import { tableChanges } from "./tables.ts";

const templates: readonly ChangeTemplate[] = [...tableChanges, ...codeChanges, ...newObjects];

export interface ChooseOptions {
  /** How many objects each sort of change is tried on, at most. */
  samples: number;
  /** Leave out what would be made in no schema, because only some schemas are looked at. */
  onlySchemas: boolean;
}

/** Every sort of change that fits something in a catalog, on a few objects each, spread over all of them. Pure. */
export function chooseChanges(catalog: Catalog, { samples, onlySchemas }: ChooseOptions): Change[] {
  return templates.flatMap((template): Change[] => {
    const { name, kind, fits, sql, isGlobal } = template;
    if (kind === null)
      return isGlobal && onlySchemas ? [] : [{ name, object: null, sql: sql(nothing) }];
    const facts = catalog.facts.filter((fact) => fact.kind === kind && fits(fact));
    return spread(facts, samples).map((fact) => ({ name, object: fact.object, sql: sql(fact) }));
  });
}

const nothing: Fact = { kind: "schema", object: "", parent: null, attributes: {} };

function spread<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all];
  return Array.from(
    { length: count },
    (_, index) => all[Math.floor((index * all.length) / count)]!,
  );
}
