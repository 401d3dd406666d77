import type { Catalog, Fact } from "../../catalog/fact.ts";
import { quoteLiteral } from "../../postgres/quote.ts";
import type { Prerequisite } from "./prerequisites.ts";
import { columnList, columnsByParent, type Siblings } from "./siblings.ts";

/**
 * As much of the objects that the files aren't about as the others may need: tables and views by their columns, enums,
 * sequences, schemas.
 *
 * @param shown the part of the whole that the files are about.
 */
export function standIns(whole: Catalog, shown: Catalog): Prerequisite[] {
  if (whole === shown) return [];
  const kept = new Set(shown.facts);
  const siblings = columnsByParent(whole.facts);
  return whole.facts
    .filter((fact) => !kept.has(fact))
    .flatMap((fact): Prerequisite[] => {
      const statement = standIn(fact, siblings);
      return statement === undefined ? [] : [{ kind: fact.kind, object: fact.object, statement }];
    });
}

function standIn(fact: Fact, siblings: Siblings): string | undefined {
  const { kind, object, attributes } = fact;
  switch (kind) {
    case "schema":
      return `CREATE SCHEMA IF NOT EXISTS ${object}`;
    case "table":
      return `CREATE TABLE ${object} (${columnList(fact, siblings)})`;
    case "view":
      return viewOfNulls(fact, siblings);
    case "materialized view":
      return `CREATE MATERIALIZED VIEW ${object} AS SELECT ${nullColumns(fact, siblings)}`;
    case "enum": {
      const labels = Array.isArray(attributes["labels"]) ? attributes["labels"] : [];
      return `CREATE TYPE ${object} AS ENUM (${labels.map((label) => quoteLiteral(String(label))).join(", ")})`;
    }
    case "sequence":
      return `CREATE SEQUENCE ${object}`;
    default:
      return undefined;
  }
}

/** A view with the columns of one that there is, and nothing in them. */
export function viewOfNulls(view: Fact, siblings: Siblings): string {
  return `CREATE VIEW ${view.object} AS SELECT ${nullColumns(view, siblings)}`;
}

/** `NULL::integer AS id` for each column. */
function nullColumns(view: Fact, siblings: Siblings): string {
  return (siblings.get(view.object) ?? [])
    .filter(({ kind }) => kind === "column")
    .map(({ object, attributes }) => {
      const name = object.slice(view.object.length + 1);
      return `NULL::${String(attributes["type"])} AS ${name}`;
    })
    .join(", ");
}
