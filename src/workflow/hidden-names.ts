import { bookkeepingTables } from "../catalog/bookkeeping.ts";
import type { Catalog } from "../catalog/fact.ts";
import type { Project } from "../config/load.ts";
import { plainName } from "../drift/plan-names.ts";
import { drizzleBookkeeping } from "./project-scope.ts";

/**
 * Which objects a plan must leave alone: those that the project ignores, those of other schemas, and the tables of migration
 * systems. Takes a name in the form of `containersOf`.
 */
export function hiddenNames(
  { schemas, ...project }: Project,
  whole: Catalog,
  visible: Catalog,
): (name: string) => boolean {
  const shown = new Set(visible.facts.map(({ object }) => plainName(object)));
  const ignored = new Set(whole.facts.map(({ object }) => plainName(object)));
  const tables = [...bookkeepingTables, drizzleBookkeeping({ schemas, ...project })];
  const isBookkeeping = (schema: string, name: string | undefined) =>
    tables.some(
      (table) =>
        (table.schema === null || plainName(quoted(table.schema)) === schema) &&
        (table.name === null || (name !== undefined && plainName(quoted(table.name)) === name)) &&
        (table.schema !== null || name !== undefined),
    );
  const wanted = schemas && new Set(schemas.map((schema) => plainName(quoted(schema))));
  return (full) => {
    const [schema = "", name] = splitName(full);
    if (isBookkeeping(schema, name)) return true;
    if (wanted !== undefined && name !== undefined && !wanted.has(schema)) return true;
    return ignored.has(full) && !shown.has(full);
  };
}

/** `app.team` into its parts, each as it is quoted. */
function splitName(name: string): string[] {
  return name.match(/"(?:[^"]|"")*"|[^."]+/g) ?? [];
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
