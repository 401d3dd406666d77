import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import { createPathsMatcher, getTsconfig, parseTsconfig, type TsConfigResult } from "get-tsconfig";

/** Gives the candidates for a specifier, in the order of `paths`; relative ones have none. */
type Matcher = (specifier: string) => string[];

const extensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];

/**
 * Resolves imports as TypeScript does by `paths` and `baseUrl`: of the tsconfig.json or jsconfig.json next to the importing file, of
 * those that it refers to, which is where Vite's templates have them, and of the project's own.
 *
 * @returns a function that gives the file of a specifier; undefined where no `paths` leads to one.
 */
export function pathAliases(
  projectDirectory: string,
): (specifier: string, importer: string) => string | undefined {
  const known = new Map<string, Matcher[]>();
  const matchersAt = (folder: string): Matcher[] => {
    const found = known.get(folder) ?? matchersOf(folder);
    known.set(folder, found);
    return found;
  };
  return (specifier, importer) => {
    const folders = new Set([dirname(importer), projectDirectory]);
    for (const folder of folders) {
      for (const matcher of matchersAt(folder)) {
        const file = matcher(specifier).map(fileAt).find(Boolean);
        if (file !== undefined) return file;
      }
    }
    return undefined;
  };
}

function matchersOf(folder: string): Matcher[] {
  const found = getTsconfig(folder) ?? getTsconfig(folder, "jsconfig.json");
  if (found === null) return [];
  return [found, ...referencesOf(found.path, new Set([found.path]))].flatMap(
    (config) => createPathsMatcher(config) ?? [],
  );
}

function referencesOf(file: string, visited: Set<string>): TsConfigResult[] {
  return referredTo(file).flatMap((path) => {
    const target = resolve(dirname(file), path);
    const config = target.endsWith(".json") ? target : join(target, "tsconfig.json");
    if (visited.has(config) || !existsSync(config)) return [];
    visited.add(config);
    return [{ path: config, config: parseTsconfig(config) }, ...referencesOf(config, visited)];
  });
}

/** `references` of a tsconfig.json, which get-tsconfig leaves out. Comments in it are few, and a text that holds `//` is a URL. */
function referredTo(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const [, list = ""] = /"references"\s*:\s*\[([^\]]*)\]/.exec(text) ?? [];
  return [...list.matchAll(/"path"\s*:\s*"([^"]+)"/g)].map((match) => match[1]!);
}

/** The file that a candidate stands for: itself, with an extension, a folder's index, or TypeScript's for a `.js`. */
function fileAt(candidate: string): string | undefined {
  if (isFile(candidate)) return candidate;
  const written = extname(candidate);
  const base = /^\.[cm]?jsx?$/.test(written) ? candidate.slice(0, -written.length) : candidate;
  return [base, join(candidate, "index")]
    .flatMap((path) => extensions.map((extension) => path + extension))
    .find(isFile);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
