import { posix } from "node:path";
import type { ImportExtension } from "./context.ts";
import { isConstantName } from "./identifier.ts";
import type { Imports } from "./imports.ts";
import { isImportedName } from "./naming.ts";
import type { ModuleName } from "./overrides.ts";

/** Something of the user's modules that a generated file imports. */
export interface Brought {
  /** How it is called in the generated files. */
  local: string;
  addTo(imports: Imports): void;
}

/** Gives what the user's modules export the names that it has in the generated files. */
export interface Bringer {
  bring(from: ModuleName, kind: "type" | "value"): Brought;
}

export interface BringOptions {
  /** The schema folder, relative to the project, with forward slashes. */
  schemaDirectory: string;
  importExtension: ImportExtension;
  /** The constants of the generated files. */
  taken: ReadonlySet<string>;
}

/**
 * The same name of the same module is the same everywhere. One that a constant or an import of ours has gets a number:
 * `import { type User as User2 }`.
 */
export function bringer({ taken, ...place }: BringOptions): Bringer {
  const locals = new Map<string, string>();
  const used = new Set(taken);
  const localName = (module: string, name: string) => {
    const key = JSON.stringify([module, name]);
    const known = locals.get(key);
    if (known !== undefined) return known;
    const isFree = (local: string) =>
      isConstantName(local) && !isImportedName(local) && !used.has(local);
    let local = name;
    for (let count = 2; !isFree(local); count += 1) local = `${name}${count}`;
    used.add(local);
    locals.set(key, local);
    return local;
  };
  return {
    bring(from, kind) {
      const [name = ""] = /^[\p{ID_Continue}$]+/u.exec(from.name) ?? [];
      const module = specifier(from.from, place);
      const local = localName(module, name);
      const imported = local === name ? name : `${name} as ${local}`;
      return {
        local: `${local}${from.name.slice(name.length)}`,
        addTo: (imports) =>
          kind === "type" ? imports.addType(module, imported) : imports.add(module, imported),
      };
    },
  };
}

/** A file's path as the generated files see it; the name of a package as it is. */
function specifier(
  from: string,
  { schemaDirectory, importExtension }: Pick<BringOptions, "schemaDirectory" | "importExtension">,
): string {
  if (!/^\.\.?\//.test(from)) return from;
  const path = posix.relative(posix.normalize(schemaDirectory), posix.normalize(from));
  const ending = importExtension === ".ts" ? ".ts" : importExtension;
  const written = path.replace(/\.ts$/, ending);
  return written.startsWith(".") ? written : `./${written}`;
}
