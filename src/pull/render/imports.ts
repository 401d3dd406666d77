import { importStatement } from "./print-import.ts";
import { compareText } from "./model.ts";

/** Collects what a file imports, and prints it sorted. */
export class Imports {
  readonly #modules = new Map<string, Set<string>>();
  readonly #self: string;

  /** @param self the specifier of the file itself: nothing is imported from there. */
  constructor(self: string) {
    this.#self = self;
  }

  /** Notes that `name` comes from `module`, and returns the name. */
  add(module: string, name: string): string {
    if (module === this.#self) return name;
    const names = this.#modules.get(module);
    if (names === undefined) this.#modules.set(module, new Set([name]));
    else names.add(name);
    return name;
  }

  /** A type only: gone from the JavaScript. */
  addType(module: string, name: string): string {
    this.add(module, `type ${name}`);
    return name;
  }

  /** Packages first, then files; names sorted without regard to `type`. */
  print(): string {
    const modules = [...this.#modules].sort(
      ([left], [right]) =>
        Number(left.startsWith(".")) - Number(right.startsWith(".")) || compareText(left, right),
    );
    return modules
      .map(([module, names]) => {
        // What is imported as a value is there as a type, too.
        const needed = [...names].filter((name) => !names.has(sortKey(name)) || !isType(name));
        const sorted = needed.sort((left, right) => compareText(sortKey(left), sortKey(right)));
        // Left with nothing to import, a module would still be loaded by whoever only strips types.
        const statement = sorted.every(isType)
          ? importStatement(sorted.map(sortKey), module, "import type")
          : importStatement(sorted, module);
        return `${statement}\n`;
      })
      .join("");
  }
}

function isType(name: string): boolean {
  return name.startsWith("type ");
}

function sortKey(name: string): string {
  return name.replace(/^type /, "");
}
