import { objectKey } from "./kit-source.ts";
import { compareText, type Model } from "./model.ts";
import type { ResolvedOverrides } from "./overrides.ts";

/** What a file holds: one table or view, all of a PostgreSQL schema, or all there is. */
export type Layout = "table" | "schema" | "single";

/** File names that the generated folder uses for itself, without extension. */
export const relationsFile = "relations";
export const indexFile = "index";
export const aliasesFile = "aliases";
const sharedFile = "shared";
const singleFile = "schema";

/** The file of every object, without extension. */
export interface Files {
  /** Of a table or view; undefined: it isn't part of the model. */
  of(object: { schema: string; name: string }): string | undefined;
  ofEnum(object: { schema: string; name: string }): string;
  /** Of schemas and sequences. It imports no other, unless it holds everything. */
  shared: string;
}

/** Names that Windows keeps for devices. */
const deviceName = /^(?:con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])(?:\.|$)/i;

/** Last parts of a file name that tools take for a kind of file: `x.d.ts`, `x.test.ts`. */
const toolSuffix = /^(?:d|test|spec|bench|stories|config|e2e)$/i;

/** What is wrong with a file name that a user gives; undefined: nothing. */
export function fileNameProblem(file: string): string | undefined {
  if (/\.[cm]?[jt]sx?$/.test(file)) return `"${file}" goes without its ending`;
  if (!/^[\p{Letter}\p{Number}\p{Mark}_.-]+$/u.test(file) || /^\.|\.$/.test(file))
    return `"${file}" can't be a file of the schema folder: letters, digits, "_", "-" and "." make its name`;
  if (deviceName.test(file)) return `"${file}" is a device on Windows`;
  const [, suffix] = /\.([^.]*)$/.exec(file) ?? [];
  if (suffix !== undefined && toolSuffix.test(suffix))
    return `tools take "${file}.ts" for another kind of file`;
  return ownFiles(true).has(fileKey(file)) ? `"${file}" is another generated file` : undefined;
}

function ownFiles(withAliases: boolean): Set<string> {
  const own = [sharedFile, relationsFile, indexFile];
  return new Set(withAliases ? [...own, aliasesFile] : own);
}

/** The files of a layout; those that the user named are in any layout what the user named. */
export function layOut(model: Model, layout: Layout, chosen: ResolvedOverrides): Files {
  const objects = [...model.tables, ...model.views].map(({ kit }) => kit);
  const isElsewhere = (file: string) => layout !== "single" || file !== singleFile;
  const files = chosenFiles(objects, chosen.tables, isElsewhere);
  const enums = chosenFiles(model.enums, chosen.enums, isElsewhere);
  const taken = new Set([...files.values(), ...enums.values()].map((file) => fileKey(file)));
  for (const file of ownFiles(chosen.aliases.length > 0)) taken.add(file);
  const others = objects.filter((object) => !files.has(objectKey(object)));
  // A file that something else was moved out of imports that, which needs the schemas: they stand by themselves then.
  const isWhole = layout === "single" && files.size + enums.size === 0;
  const single = freeFile(singleFile, taken);
  const named = {
    table: () => nameByObject(others, taken),
    schema: () => nameBySchema(others, taken),
    single: () => new Map(others.map((object) => [objectKey(object), single])),
  }[layout]();
  const shared = isWhole ? single : sharedFile;
  return {
    shared,
    of: (object) => files.get(objectKey(object)) ?? named.get(objectKey(object)),
    ofEnum: (object) => enums.get(objectKey(object)) ?? shared,
  };
}

function chosenFiles(
  objects: readonly { schema: string; name: string }[],
  chosen: ResolvedOverrides["tables"],
  isElsewhere: (file: string) => boolean,
): Map<string, string> {
  return new Map(
    objects.flatMap((object): [string, string][] => {
      const file = chosen.get(objectKey(object))?.file;
      return file === undefined || !isElsewhere(file) ? [] : [[objectKey(object), file]];
    }),
  );
}

/**
 * Its name for each table and view, qualified with the schema where two names (or two names on a file system that ignores
 * case) would be the same.
 */
function nameByObject(
  objects: readonly { schema: string; name: string }[],
  taken: Set<string>,
): Map<string, string> {
  const counts = new Map<string, number>();
  for (const { name } of objects) {
    const key = fileKey(fileName(name));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const ordered = [...objects].sort(
    (left, right) => compareText(left.schema, right.schema) || compareText(left.name, right.name),
  );
  const reserved = new Set(taken);
  return new Map(
    ordered.map((object) => {
      const short = fileName(object.name);
      const clear =
        counts.get(fileKey(short)) === 1 &&
        !reserved.has(fileKey(short)) &&
        !deviceName.test(short);
      const separator = toolSuffix.test(short) ? "_" : ".";
      const base = clear ? short : `${fileName(object.schema)}${separator}${short}`;
      return [objectKey(object), freeFile(base, taken)];
    }),
  );
}

/** The schema's name for all of a schema. */
function nameBySchema(
  objects: readonly { schema: string; name: string }[],
  taken: Set<string>,
): Map<string, string> {
  const schemas = [...new Set(objects.map(({ schema }) => schema))].sort(compareText);
  const files = new Map(
    schemas.map((schema) => {
      const short = fileName(schema);
      const isClear = !taken.has(fileKey(short)) && !deviceName.test(short);
      const base = isClear ? short : `${short}_schema`;
      return [schema, freeFile(base, taken)];
    }),
  );
  return new Map(
    objects.map((object) => [objectKey(object), files.get(object.schema) ?? object.schema]),
  );
}

/** What a file system that ignores case, and spells accents in its own way, takes for the same name. */
export function fileKey(file: string): string {
  return file.normalize("NFC").toUpperCase().toLowerCase();
}

function freeFile(base: string, taken: Set<string>): string {
  let name = base;
  for (let count = 2; taken.has(fileKey(name)); count += 1) name = `${base}.${count}`;
  taken.add(fileKey(name));
  return name;
}

/** A part of a file name isn't longer, in bytes: file systems allow 255 for all of it. */
const longestPart = 100;

/** The name with everything but letters, digits, `_` and `-` replaced; a dot separates schema and name. */
function fileName(name: string): string {
  let safe = "";
  let length = 0;
  for (const character of name) {
    // A name that begins with a hyphen looks like an option to every program.
    const isPlain = /[\p{Letter}\p{Number}\p{Mark}_-]/u.test(character);
    const written =
      isPlain && !(character === "-" && safe === "")
        ? character
        : character === " "
          ? "_"
          : `u${(character.codePointAt(0) ?? 0).toString(16)}`;
    length += Buffer.byteLength(written);
    if (length > longestPart) break;
    safe += written;
  }
  return safe === "" ? "unnamed" : safe;
}
