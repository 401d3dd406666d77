import type { Catalog } from "../../catalog/fact.ts";
import { parseName } from "../render/known.ts";
import { columnsByParent } from "./siblings.ts";
import { viewOfNulls } from "./stand-in.ts";

const createView = /^CREATE VIEW ((?:"(?:[^"]|"")*"\.)?"(?:[^"]|"")*")/;

/**
 * Views may read each other, or themselves, once they were replaced: no order of `CREATE VIEW` makes them then. They are made
 * with nothing but their columns first, and replaced, as pg_dump does with those that read each other.
 *
 * @param failed statements that couldn't be run.
 * @returns the same with all that such views need, in an order that can be relied on.
 */
export function withCircularViews(failed: readonly string[], { facts }: Catalog): string[] {
  const names = new Set(
    failed.flatMap((statement) => {
      const written = createView.exec(statement)?.[1];
      return written === undefined ? [] : [keyOf(parseName(written))];
    }),
  );
  const siblings = columnsByParent(facts);
  const views = facts.filter(
    ({ kind, object }) => kind === "view" && names.has(keyOf(parseName(object))),
  );
  return [
    ...views.map((view) => viewOfNulls(view, siblings)),
    ...failed.map((statement) =>
      makesView(statement) ? replace + statement.slice(create.length) : statement,
    ),
  ];
}

const [create, replace] = ["CREATE VIEW ", "CREATE OR REPLACE VIEW "];

export function makesView(statement: string): boolean {
  return statement.startsWith(create);
}

/** A statement of `withCircularViews` as it was before. */
export function asFirstMade(statement: string): string {
  return statement.startsWith(replace) ? create + statement.slice(replace.length) : statement;
}

function keyOf(names: readonly string[]): string {
  return JSON.stringify(names.length === 1 ? ["public", ...names] : names);
}
