import type { SeenObject, SeenSchema } from "./read-snapshot.ts";
import { objectKey } from "../render/kit-source.ts";

/** What drizzle-kit says of a column's type. */
export interface Builder {
  /** The call that makes it. */
  call: string;
  /** How often it says `.array()`. */
  dimensions: number;
}

/** By column, of each table and view by `objectKey`. */
export type Builders = ReadonlyMap<string, ReadonlyMap<string, Builder>>;

/**
 * Finds the builder of each column in the TypeScript that drizzle-kit 0.31 wrote with `casing: "preserve"`. Names stand in
 * it unescaped, so that it may not parse; what isn't found is left out, and so is `unknown(…)`.
 */
export function readBuilders(source: string, { tables, views }: SeenSchema): Builders {
  const text = source.replaceAll(
    /^(.*[{\t])\/\/ (?:TODO: failed to parse|You can use \{ mode).*\n/gm,
    "$1",
  );
  let cursor = 0;
  const found = [...tables, ...views].map((object): [string, ReadonlyMap<string, Builder>] => {
    const start = declarationStart(text, object.name, cursor);
    if (start === undefined) return [objectKey(object), new Map()];
    cursor = start;
    return [objectKey(object), buildersIn(text.slice(start, declarationEnd(text, start)), object)];
  });
  return new Map(found);
}

/** Just after `export const … = …("name", {`, from the cursor on. */
function declarationStart(text: string, name: string, cursor: number): number | undefined {
  const opening = `("${name}", {`;
  for (let at = text.indexOf(opening, cursor); at !== -1; at = text.indexOf(opening, at + 1))
    if (text.lastIndexOf("\nexport const ", at) > text.lastIndexOf(";\n", at))
      return at + opening.length;
  return undefined;
}

function declarationEnd(text: string, start: number): number {
  const end = text.indexOf("\nexport const ", start);
  return end === -1 ? text.length : end;
}

const typeCall = /^([\w$]+\((?:\{[^{}()]*\})?\))((?:\.array\(\))*)/;

function buildersIn(declaration: string, { columns }: SeenObject): Map<string, Builder> {
  const builders = new Map<string, Builder>();
  let cursor = 0;
  for (const name of columns) {
    const opening = ["", '"'].map((quote) => `\t${quote}${name}${quote}: `);
    const [at] = opening.flatMap((one) => {
      const index = declaration.indexOf(one, cursor);
      return index === -1 ? [] : [index + one.length];
    });
    if (at === undefined) continue;
    cursor = at;
    const [, call, arrays = ""] = typeCall.exec(declaration.slice(at)) ?? [];
    if (call !== undefined)
      builders.set(name, { call, dimensions: arrays.length / ".array()".length });
  }
  return builders;
}
