import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../../config/load.ts";
import { ConfigError, type ConfigProblem } from "../../errors.ts";
import { nearest } from "../../nearest.ts";

/** What may stand for a module's file where its ending isn't said, or is that of the JavaScript that it becomes. */
const endings = ["", ".ts", ".mts", ".tsx", ".js", ".mjs", "/index.ts", "/index.js"];

/**
 * A type is gone from the JavaScript, so nothing would tell that its module isn't there.
 *
 * @throws ConfigError naming every file that the overrides import and that isn't there.
 */
export function refuseMissingModules(project: Project): void {
  const { directory } = project;
  const problems = importedModules(project).flatMap(({ at, from }): ConfigProblem[] => {
    if (isPath(from)) {
      if (fileOf(directory, from) !== undefined) return [];
      const message = `there is no file ${from} in the project's folder`;
      return [{ at: `${at}.from`, message }];
    }
    if (!isFile(join(directory, from))) return [];
    return [{ at: `${at}.from`, message: `"${from}" names a package; the file is "./${from}"` }];
  });
  if (problems.length > 0) throw new ConfigError("dbfirst.config.ts", problems);
}

/**
 * Nor would anything tell that a module has no such type; of a value, only what calls it would.
 *
 * @throws ConfigError naming everything that the overrides import and that its file doesn't export.
 */
export async function refuseMissingExports(project: Project): Promise<void> {
  const problems: ConfigProblem[] = [];
  for (const { at, from, name } of importedModules(project)) {
    const file = isPath(from) ? fileOf(project.directory, from) : undefined;
    const exported = file === undefined ? undefined : await exportsOf(file);
    if (exported === undefined || exported.includes(name)) continue;
    const near = nearest(name, exported);
    const instead =
      near === undefined ? `it has ${exported.join(", ")}` : `did you mean "${near}"?`;
    const message = `${from} exports no "${name}"; ${exported.length === 0 ? "it exports nothing" : instead}`;
    problems.push({ at: `${at}.name`, message });
  }
  if (problems.length > 0) throw new ConfigError("dbfirst.config.ts", problems);
}

interface ImportedModule {
  /** Which override says so. */
  at: string;
  from: string;
  /** What is imported, without what goes on after it: `Settings` of `Settings["theme"]`. */
  name: string;
}

function importedModules({ pullOptions }: Project): ImportedModule[] {
  const { columns = {}, types = {} } = pullOptions.overrides ?? {};
  return Object.entries({ columns, types }).flatMap(([list, entries]) =>
    Object.entries(entries).flatMap(([key, { type, customType }]) =>
      Object.entries({ type, customType }).flatMap(([option, module]): ImportedModule[] => {
        if (typeof module !== "object") return [];
        const [name = ""] = /^[\p{ID_Continue}$]+/u.exec(module.name) ?? [];
        const at = `pull.overrides.${list}[${JSON.stringify(key)}].${option}`;
        return [{ at, from: module.from, name }];
      }),
    ),
  );
}

/** Undefined where the file doesn't say: it passes on what another one exports, isn't a module, or can't be read. */
async function exportsOf(file: string): Promise<string[] | undefined> {
  const { parseSync } = await import("oxc-parser");
  const { module, errors } = parseSync(file, readFileSync(file, "utf8"));
  if (errors.length > 0 || !module.hasModuleSyntax) return undefined;
  const entries = module.staticExports.flatMap(({ entries: own }) => own);
  const names = entries.map(({ exportName: { kind, name } }) =>
    kind === "Default" ? "default" : kind === "Name" ? name : null,
  );
  return names.every((name) => name !== null) ? names : undefined;
}

function isPath(from: string): boolean {
  return /^\.\.?\//.test(from);
}

function fileOf(directory: string, from: string): string | undefined {
  const file = join(directory, from);
  const source = file.replace(/\.(m?)js$/, ".$1ts");
  return [source, ...endings.map((ending) => `${file}${ending}`)].find(isFile);
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
