import { bookkeepingTables } from "../../catalog/bookkeeping.ts";
import type { Catalog } from "../../catalog/fact.ts";
import type { Project } from "../../config/load.ts";
import { plainName } from "../../drift/plan/names.ts";
import { once } from "../once.ts";
import { drizzleBookkeeping } from "../project-scope.ts";

/**
 * Which objects a plan must leave alone: those that the project ignores, those of other schemas, and the tables of migration
 * systems. Takes a name in the form of `containersOf`.
 */
export function hiddenNames(
  { schemas, ...project }: Project,
  whole: Catalog,
  visible: Catalog,
): (name: string) => boolean {
  const shown = once(() => plainNames(visible));
  const known = once(() => plainNames(whole));
  const tables = [...bookkeepingTables, drizzleBookkeeping({ schemas, ...project })];
  const records = new Set(
    tables.map(({ schema, name }) => [schema, name].map(asWritten).join("\0")),
  );
  const isBookkeeping = (schema: string, name: string | undefined) =>
    records.has(`${schema}\0`) ||
    (name !== undefined && (records.has(`${schema}\0${name}`) || records.has(`\0${name}`)));
  const wanted = schemas && new Set(schemas.map((schema) => plainName(quoted(schema))));
  return (full) => {
    const [schema = "", name] = splitName(full);
    if (isBookkeeping(schema, name)) return true;
    if (wanted !== undefined && name !== undefined && !wanted.has(schema)) return true;
    return whole !== visible && known().has(full) && !shown().has(full);
  };
}

function plainNames({ facts }: Catalog): ReadonlySet<string> {
  return new Set(facts.map(({ object }) => plainName(object)));
}

/** `app.team` into its parts, each as it is quoted. */
function splitName(name: string): string[] {
  return name.match(/"(?:[^"]|"")*"|[^."]+/g) ?? [];
}

/** Null: whichever. */
function asWritten(name: string | null): string {
  return name === null ? "" : plainName(quoted(name));
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
