import { importStatement } from "./print-import.ts";
import { compareText } from "./model.ts";

/** Collects what a file imports, and prints it sorted. */
export class Imports {
  readonly #modules = new Map<string, Set<string>>();

  /** Notes that `name` comes from `module`, and returns the name. */
  add(module: string, name: string): string {
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
        const sorted = [...names].sort((left, right) => compareText(sortKey(left), sortKey(right)));
        return `${importStatement(sorted, module)}\n`;
      })
      .join("");
  }
}

function sortKey(name: string): string {
  return name.replace(/^type /, "");
}
