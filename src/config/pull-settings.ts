import { detectImportExtension } from "./import-extension.ts";
import type { Project } from "./load.ts";

/**
 * Everything in a project's configuration that shapes the generated files, as JSON by its name there: a pull records it,
 * and a check compares it. What has its default isn't there, so that a new option with a default changes nothing.
 */
export function pullSettings(project: Project): Record<string, string> {
  const { importExtension = detectImportExtension(project.directory), schemaIsIndex } = project;
  const named = Object.entries({ ...project.pullOptions, importExtension }).map(
    ([name, value]) => [`pull.${name}`, JSON.stringify(value) as string | undefined] as const,
  );
  const settings = [...named, ["schema is index.ts", String(schemaIsIndex)] as const];
  return Object.fromEntries(
    settings.flatMap(([name, value]) =>
      value === undefined || value === defaults[name] ? [] : [[name, value]],
    ),
  );
}

const defaults: Readonly<Record<string, string>> = {
  "pull.casing": '"camel"',
  "schema is index.ts": "true",
};
