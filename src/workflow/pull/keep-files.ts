import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Catalog } from "../../catalog/fact.ts";
import type { OpenSnapshot } from "../../catalog/parse-snapshot.ts";
import type { Project } from "../../config/load.ts";
import { changedObjects } from "../../pull/changed-objects.ts";
import { hashText } from "../../pull/files/generated-file.ts";
import { pinnedDrizzleKit } from "../../pull/kit/locate.ts";
import { withPlainNames } from "../../pull/plain-names.ts";
import type { Selection } from "../../pull/parts.ts";
import { declaredObjects, objectName } from "../../pull/object-name.ts";
import type { PulledSchema } from "../../pull/pulled-schema.ts";
import { objectKey } from "../../pull/render/kit-source.ts";
import { indexFile, relationsFile } from "../../pull/render/layout-files.ts";
import { outline, type Outline } from "../../pull/render/outline.ts";
import { render, type RenderOptions } from "../../pull/render/render.ts";
import { joinSkeletons, outlineSkeleton, viewsWithoutFacts } from "../../pull/skeleton.ts";
import { withLineFeeds } from "../../pull/files/tree-changes.ts";
import { hashesWithin } from "../committed.ts";
import { once } from "../once.ts";
import type { PulledPart } from "./pull-files.ts";
import { openSnapshotOfThese } from "./snapshot-of-these.ts";

/** What the last pull left, where it can be trusted that a pull of the same facts would give it again. */
export interface Trusted {
  /** Of the facts that the files were made of. */
  fingerprint: string;
  /** Those; read when they are first looked at. */
  readonly catalog: Catalog;
  /** All generated files, by path within the schema folder. */
  files: ReadonlyMap<string, string>;
}

/** What a pull need not do again. */
export interface KeptFiles {
  selection: Selection;
  /** The files that stay as they are, by path. */
  files: ReadonlyMap<string, string>;
  pulled: PulledPart;
}

/**
 * The committed files and their facts; undefined where there are none, or where the files depend on more than the
 * snapshot says: another version of a tool, other settings, a file that was edited, a formatter's work, rules of
 * `ignore` for parts of tables.
 */
export function trustCommitted(project: Project, serverMajor: number): Trusted | undefined {
  const before = openSnapshotOfThese(project);
  if (before === undefined || before.head.serverMajor !== serverMajor) return undefined;
  // The files were made of more than the snapshot's facts.
  if (before.head.madeOf !== undefined) return undefined;
  const files = readUnedited(project, before);
  if (files === undefined) return undefined;
  const whole = once(() => withPlainNames(before.whole().catalog));
  return {
    fingerprint: before.head.fingerprint,
    get catalog() {
      return whole();
    },
    files,
  };
}

/** Undefined when one of them isn't, to the byte, what was written. */
function readUnedited(
  { directory, schemaDirectory }: Project,
  { head }: OpenSnapshot,
): Map<string, string> | undefined {
  const recorded = hashesWithin(head, schemaDirectory);
  const files = new Map<string, string>();
  for (const [path, { bytes }] of recorded) {
    const text = readText(join(directory, schemaDirectory, path));
    if (text === undefined || hashText(text) !== bytes) return undefined;
    files.set(path, text);
  }
  return files.size === Object.keys(head.files).length ? files : undefined;
}

function readText(path: string): string | undefined {
  try {
    return withLineFeeds(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * What of the committed files a pull of other facts would give again, and what drizzle-kit has to be asked for; undefined
 * where it has to be asked for most of it.
 */
export function keepFiles(
  trusted: Trusted,
  now: Catalog,
  options: RenderOptions,
): KeptFiles | undefined {
  const changed = changedObjects(trusted.catalog, now);
  if (changed === undefined) return undefined;
  const earlier = outline(skeletonSchema(trusted.catalog), options);
  const later = outline(skeletonSchema(now), options);
  for (const [object, name] of later.shared)
    if (name !== (earlier.shared.get(object) ?? name)) return undefined;
  const touched = touchedFiles(earlier, later, new Set([...changed].map(keyOf)));
  const files = new Map<string, string>();
  for (const { file } of later.objects.values()) {
    if (touched.has(file)) continue;
    const text = trusted.files.get(file);
    if (text === undefined) return undefined;
    files.set(file, text);
  }
  const fileOf = new Map(
    declaredObjects(now).map((object) => [object, later.objects.get(keyOf(object))?.file ?? ""]),
  );
  const isKept = (object: string) => files.has(fileOf.get(object) ?? "");
  const objects = [...fileOf.keys()].filter((object) => !isKept(object));
  if (objects.length > fileOf.size / 2) return undefined;
  const kept = [...fileOf.keys()].filter(isKept).map(objectName);
  return {
    selection: { asked: objects.map(objectName), kept },
    files,
    pulled: { objects, fileOf },
  };
}

/** Files of what came, went, changed or is called another name by. */
function touchedFiles(earlier: Outline, later: Outline, changed: ReadonlySet<string>): Set<string> {
  const touched = new Set<string>();
  for (const key of new Set([...earlier.objects.keys(), ...later.objects.keys()])) {
    const [before, now] = [earlier.objects.get(key), later.objects.get(key)];
    if (!changed.has(key) && before?.names === now?.names && before?.file === now?.file) continue;
    if (before !== undefined) touched.add(before.file);
    if (now !== undefined) touched.add(now.file);
  }
  return touched;
}

/**
 * Whether names, files and relations follow from the facts here as they follow in `keepFiles`: the committed relations
 * and index are what the facts of that time give.
 *
 * @param pulled the pull of what has to be asked for: views that belong to an extension have no facts.
 */
export function agreesWithFacts(
  trusted: Trusted,
  pulled: PulledSchema,
  options: RenderOptions,
): boolean {
  const { catalog, files } = trusted;
  const told = [`${relationsFile}.ts`, `${indexFile}.ts`];
  const others = new Map([...files].filter(([path]) => !told.includes(path)));
  const skeleton = skeletonSchema(catalog);
  const whole = {
    ...skeleton,
    drizzleKit: pulled.drizzleKit,
    ...joinSkeletons(skeleton, viewsWithoutFacts(pulled)),
  };
  const again = render(whole, { ...options, kept: others });
  return told.every((path) => again.get(path) === files.get(path)) && again.size === files.size;
}

function skeletonSchema(catalog: Catalog): PulledSchema {
  return { drizzleKit: pinnedDrizzleKit, catalog, ...outlineSkeleton(catalog) };
}

function keyOf(object: string): string {
  return objectKey(objectName(object));
}
