import { accessSync, constants, lstatSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { ConfigError, type ConfigProblem } from "../errors.ts";
import { jsonMistake, lineAndColumn } from "../json-mistake.ts";
import { importPlain } from "./plain-module.ts";

/**
 * Imports a configuration file (TypeScript or JavaScript) and returns its default export. What isn't plain goes through
 * jiti rather than the runtime's own type stripping, so that Node 20, 22 and 24 read the same file in the same way.
 *
 * @throws ConfigError when it is no file, has a syntax error, imports something that isn't there, throws, or exports nothing.
 */
export async function loadModule(path: string, name: string): Promise<unknown> {
  refuseUnreadable(path, name);
  if (path.endsWith(".json")) return parseJson(path, name);
  const loaded = (await importPlain(path)) ?? (await importAny(path, name));
  if (loaded.default === undefined) {
    throw new ConfigError(name, [
      {
        at: name,
        message: "exports no default value; expected `export default defineConfig({ … })`",
      },
    ]);
  }
  return loaded.default;
}

async function importAny(path: string, name: string): Promise<{ default?: unknown }> {
  const [{ createJiti }, { getTsconfig }] = await Promise.all([
    import("jiti"),
    import("get-tsconfig"),
  ]);
  // moduleCache off: a second load in one process (tests, several projects) sees the file as it is now.
  const jiti = createJiti(import.meta.url, {
    moduleCache: false,
    fsCache: false,
    interopDefault: false,
    // `@/env` is where TypeScript and drizzle-kit find it, too.
    tsconfigPaths: isReadableTsconfig(getTsconfig, dirname(path)) && dirname(path),
  });
  try {
    return await jiti.import<{ default?: unknown }>(path);
  } catch (error) {
    const problem = problemOf(error, { path, name });
    throw new ConfigError(name, [problem], { hint: hintFor(error, name), cause: error });
  }
}

/** One that extends a package which isn't installed is no obstacle, unless an import needs its `paths`. */
function isReadableTsconfig(read: (folder: string) => unknown, folder: string): boolean {
  try {
    return read(folder) !== null;
  } catch {
    return false;
  }
}

function problemOf(error: unknown, { path, name }: { path: string; name: string }): ConfigProblem {
  const message = firstLine(textOf(error)).replace(/^ParseError: /, "");
  const place = placeInSyntax(error) ?? placeOfImport(error) ?? placeOfThrow(error);
  if (place === undefined) return { at: name, message };
  return { at: `${place.file === path ? name : place.file}:${place.at}`, message };
}

/** A mistake in the syntax comes with its place on a second line, whose columns count from 0. */
function placeInSyntax(error: unknown): { file: string; at: string } | undefined {
  const [, file, line, column] = /^\s*(.+):(\d+):(\d+)$/m.exec(textOf(error)) ?? [];
  return file === undefined ? undefined : { file, at: `${line}:${Number(column) + 1}` };
}

/** The import that leads nowhere, in the file that the error names first. */
function placeOfImport(error: unknown): { file: string; at: string } | undefined {
  const [, specifier, file] =
    /^Cannot find (?:module|package) '([^']+)'\nRequire stack:\n- (.+)/.exec(textOf(error)) ?? [];
  if (specifier === undefined || file === undefined || !isReadable(file)) return undefined;
  const text = readFileSync(file, "utf8");
  const offset = ["'", '"', "`"]
    .map((quote) => text.indexOf(quote + specifier + quote))
    .find((found) => found >= 0);
  return offset === undefined ? undefined : { file, at: lineAndColumn(text, offset) };
}

/** The line of the project that was run when it was thrown; the compiler keeps lines, but not columns. */
function placeOfThrow(error: unknown): { file: string; at: string } | undefined {
  if (!(error instanceof Error) || isMissingModule(error)) return undefined;
  const frames =
    error.stack?.matchAll(/^ +at (?:.*? \()?(?:file:\/\/)?(\/.+):(\d+):\d+\)?$/gm) ?? [];
  const frame = [...frames].find(([, file = ""]) => !file.includes("/node_modules/"));
  return frame && { file: frame[1]!, at: frame[2]! };
}

function hintFor(error: unknown, name: string): string {
  const [, alias] = /^Cannot find module '([@~$#]?\/[^']*|[~$#][^']*)'/.exec(textOf(error)) ?? [];
  if (alias !== undefined)
    return `No file is where the \`paths\` of tsconfig.json lead for ${alias}, or that isn't readable itself.`;
  if (/^Cannot find (module|package) '[^./]/.test(textOf(error)))
    return "Install the project's packages first, or take that import out.";
  if (isMissingModule(error) || placeInSyntax(error) !== undefined)
    return `Fix ${name}; \`npx tsc --noEmit ${name}\` shows more.`;
  return `${name} fails when it is loaded. Does it read an environment variable that isn't set?`;
}

function isMissingModule(error: unknown): boolean {
  return /^Cannot find (module|package) /.test(textOf(error));
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]!.trim();
}

/** What imports it would say that there is no such module, or that it fails. */
function refuseUnreadable(path: string, name: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile()) {
    if (isReadable(path)) return;
    throw new ConfigError(name, [{ at: name, message: "can't be read: permission denied" }]);
  }
  const isLink = stats === undefined && lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  const message = isLink
    ? `is a link to ${readlinkSync(path)}, which isn't there`
    : `${stats?.isDirectory() ? "is a folder" : "isn't there"}; expected a file`;
  throw new ConfigError(name, [{ at: name, message }]);
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function parseJson(path: string, name: string): unknown {
  const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
  try {
    return JSON.parse(text);
  } catch (error) {
    const { at, message } = jsonMistake(error, text);
    throw new ConfigError(name, [{ at: `${name}:${at}`, message }], { cause: error });
  }
}
