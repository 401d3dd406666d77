import { objectKey } from "./kit-source.ts";
import { compareText, type Model } from "./model.ts";

/** File names that the generated folder uses for itself. */
export const sharedFile = "shared";
export const relationsFile = "relations";
export const indexFile = "index";

const ownFiles = new Set([sharedFile, relationsFile, indexFile]);
/** Names that Windows keeps for devices. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** Last parts of a file name that tools take for a kind of file: `x.d.ts`, `x.test.ts`. */
const toolSuffix = /^(?:d|test|spec|bench|stories|config|e2e)$/i;

/**
 * The file of each table and view, without extension: its name, qualified with the schema where two names (or two names
 * on a file system that ignores case) would be the same.
 */
export function nameFiles(model: Model): Map<string, string> {
  const objects = [...model.tables, ...model.views].map(({ kit }) => kit);
  const counts = new Map<string, number>();
  for (const { name } of objects) {
    const key = fileName(name).toLowerCase();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const files = new Map<string, string>();
  const taken = new Set<string>();
  const ordered = [...objects].sort(
    (left, right) => compareText(left.schema, right.schema) || compareText(left.name, right.name),
  );
  for (const object of ordered) {
    const short = fileName(object.name);
    const clear =
      counts.get(short.toLowerCase()) === 1 &&
      !ownFiles.has(short.toLowerCase()) &&
      !deviceName.test(short);
    const separator = toolSuffix.test(short) ? "_" : ".";
    const base = clear ? short : `${fileName(object.schema)}${separator}${short}`;
    let name = base;
    for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${base}.${count}`;
    taken.add(name.toLowerCase());
    files.set(objectKey(object), name);
  }
  return files;
}

/** The name with everything but letters, digits, `_` and `-` replaced; a dot separates schema and name. */
function fileName(name: string): string {
  const safe = [...name]
    .map((character) =>
      /[\p{Letter}\p{Number}\p{Mark}_-]/u.test(character)
        ? character
        : character === " "
          ? "_"
          : `u${(character.codePointAt(0) ?? 0).toString(16)}`,
    )
    .join("");
  return safe === "" ? "unnamed" : safe;
}
