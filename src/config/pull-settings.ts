import { detectImportExtension } from "./import-extension.ts";
import { findProjectOrm } from "./installed-orm.ts";
import { keyPath } from "./key-path.ts";
import type { Project } from "./load.ts";

/**
 * Everything in a project's configuration that shapes the generated files, as JSON by its name there: a pull records it,
 * and a check compares it. What has its default isn't there, so that a new option with a default changes nothing.
 */
export function pullSettings(project: Project): Record<string, string> {
  const { importExtension = detectImportExtension(project.directory), schemaIsIndex } = project;
  const settings: [string, string | undefined][] = [
    ...entriesOf({ pull: { ...project.pullOptions, importExtension } }, containers),
    ["schema is index.ts", String(schemaIsIndex)],
    [ormSetting, JSON.stringify(findProjectOrm(project)?.line)],
  ];
  return Object.fromEntries(
    settings.flatMap(([name, value]) =>
      value === undefined || value === defaults[name] ? [] : [[name, value]],
    ),
  );
}

/** What holds settings of their own: each is recorded by itself, so that a check names the one that changed. */
const containers = {
  pull: { overrides: { columns: {}, types: {}, tables: {}, enums: {} }, aliases: {} },
};

interface Containers {
  [name: string]: Containers;
}

/** `{ pull: { casing: "camel" } }` → `pull.casing`, as JSON that doesn't depend on the order of keys. */
function entriesOf(value: object, inner: Containers, path = ""): [string, string | undefined][] {
  return Object.entries(value).flatMap(([key, item]): [string, string | undefined][] => {
    const name = keyPath(path, key);
    const within = Object.hasOwn(inner, key) ? inner[key] : undefined;
    // Beneath the last container stand names of the database.
    return within !== undefined && typeof item === "object" && item !== null
      ? entriesOf(item, within, name)
      : [[name, JSON.stringify(withSortedKeys(item)) as string | undefined]];
  });
}

function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, withSortedKeys(item)]),
  );
}

/** The line of drizzle-orm that the files are for; it isn't there for 1.0, and where none is installed. */
export const ormSetting = "drizzle-orm";

const defaults: Readonly<Record<string, string>> = {
  "pull.casing": '"camel"',
  "pull.layout": '"table"',
  "pull.engine": '"pinned"',
  "schema is index.ts": "true",
  [ormSetting]: '"1.0"',
};
