import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../errors.ts";
import { fileReason } from "../file-reason.ts";
import { jsonMistake } from "../json-mistake.ts";
import { addMembers, readObject } from "./json-members.ts";

/** A project's package.json. */
export interface Manifest {
  text: string;
  name: string | undefined;
  /** What it depends on, however: name → range. */
  dependencies: ReadonlyMap<string, string>;
  scripts: ReadonlyMap<string, string>;
  packageManager: string | undefined;
  /** Whether its files are modules where their names don't say: `"type": "module"`. */
  isModule: boolean;
  /** Whether other packages of a workspace belong to it. */
  hasWorkspaces: boolean;
}

const dependencyLists = [
  "dependencies",
  "devDependencies",
  "optionalDependencies",
  "peerDependencies",
];

/**
 * Reads a folder's package.json; undefined where there is none.
 *
 * @throws UsageError when it isn't readable, or no JSON object.
 */
export function readManifest(folder: string): Manifest | undefined {
  const file = join(folder, "package.json");
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new UsageError(`${file} can't be read: ${fileReason(error)}`, { cause: error });
  }
  const parsed = parse(text, file);
  const { scripts = {} } = parsed;
  if (typeof scripts !== "object" || scripts === null || Array.isArray(scripts))
    throw new UsageError(`${file}: scripts is no object: expected { "name": "command" }`);
  const entries = (key: string) =>
    Object.entries((parsed[key] ?? {}) as Record<string, unknown>).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    );
  return {
    text,
    name: typeof parsed["name"] === "string" ? parsed["name"] : undefined,
    dependencies: new Map(dependencyLists.toReversed().flatMap(entries)),
    scripts: new Map(entries("scripts")),
    packageManager:
      typeof parsed["packageManager"] === "string" ? parsed["packageManager"] : undefined,
    isModule: parsed["type"] === "module",
    hasWorkspaces: parsed["workspaces"] !== undefined,
  };
}

function parse(text: string, file: string): Record<string, unknown> {
  const written = text.replace(/^\uFEFF/, "");
  let parsed: unknown;
  try {
    parsed = JSON.parse(written);
  } catch (error) {
    const { at, message } = jsonMistake(error, written);
    throw new UsageError(`${file}:${at}: is no JSON: ${message}`, { cause: error });
  }
  if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed))
    return parsed as Record<string, unknown>;
  throw new UsageError(`${file} holds no JSON object`);
}

/** The text of a package.json with more scripts, and nothing else changed: not its order, indentation or line ends. */
export function addScripts(
  text: string,
  scripts: readonly (readonly [name: string, command: string])[],
): string {
  if (scripts.length === 0) return text;
  const root = readObject(text, 0);
  const [first] = root.members;
  const gap = first === undefined ? "\n  " : text.slice(root.open + 1, first.start);
  const lineEnd = /\r?\n/.exec(gap)?.[0] ?? "";
  const indent = gap.slice(gap.lastIndexOf("\n") + 1);
  const members = scripts.map(([name, command]) => [name, JSON.stringify(command)] as const);
  const own = root.members.findLast(({ key }) => key === "scripts");
  const style = { lineEnd, indent };
  if (own !== undefined)
    return addMembers(text, readObject(text, own.value), members, { ...style, outer: indent });
  const empty = readObject("{}", 0);
  const object = addMembers("{}", empty, members, { ...style, outer: indent });
  return addMembers(text, root, [["scripts", object]], { ...style, outer: "" });
}
