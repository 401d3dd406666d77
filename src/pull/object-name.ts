import type { Catalog, Fact } from "../catalog/fact.ts";
import { parseName } from "./render/known.ts";

/** A table or view by its bare names. */
export interface ObjectName {
  schema: string;
  name: string;
}

const declared = new Set(["table", "view", "materialized view"]);

/** Whether it is one of what has a declaration of its own, with columns, in TypeScript. */
export function isDeclared({ kind }: Fact): boolean {
  return declared.has(kind);
}

/** The tables and views of a catalog, by their names in it, in its order. */
export function declaredObjects({ facts }: Catalog): string[] {
  return facts.filter(isDeclared).map(({ object }) => object);
}

/** The bare names of `app."User"`. */
export function objectName(object: string): ObjectName {
  const [schema = "", name = ""] = parseName(object);
  return { schema, name };
}
