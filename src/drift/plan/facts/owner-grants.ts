import type { Catalog, Fact, FactKind } from "../../../catalog/fact.ts";
import { quoteIdentifier } from "../../../postgres/quote.ts";
import { keyOf } from "../../compare/facts-by-key.ts";
import { sameValue } from "../../compare/same-value.ts";
import { grantStatements, heldOn } from "./privileges.ts";

/** As GRANT calls what the planning library knows. */
const words: Partial<Record<FactKind, string>> = {
  table: "TABLE",
  "foreign table": "TABLE",
  view: "TABLE",
  "materialized view": "TABLE",
  sequence: "SEQUENCE",
  function: "FUNCTION",
  aggregate: "FUNCTION",
  procedure: "PROCEDURE",
  schema: "SCHEMA",
  type: "TYPE",
  enum: "TYPE",
  domain: "TYPE",
  "foreign data wrapper": "FOREIGN DATA WRAPPER",
  server: "FOREIGN SERVER",
};

/**
 * GRANT and REVOKE of what an owner may do with its own object. The planning library reads no difference between all of it, which an
 * owner has by itself, and nothing. Pure.
 *
 * @param owner who owns most, which facts leave out.
 */
export function ownerGrants(from: Catalog, to: Catalog, owner: string): string[] {
  const before = new Map(from.facts.map((fact) => [keyOf(fact), fact]));
  return to.facts.flatMap((wanted) => {
    const word = words[wanted.kind];
    const [now, after] = [before.get(keyOf(wanted)), wanted].map(
      (fact) => heldOn(fact?.attributes["privileges"] ?? null)["OWNER"],
    );
    if (word === undefined || sameValue(now ?? null, after ?? null)) return [];
    const held = (value: readonly string[] | undefined) =>
      value === undefined ? {} : { OWNER: value };
    return grantStatements(`${word} ${wanted.object}`, held(now), held(after), {
      owner: ownerOf(wanted, owner),
    });
  });
}

function ownerOf({ kind, object, attributes }: Fact, most: string): string {
  const { owner } = attributes;
  // An administrator, whose name facts don't tell.
  if (owner === "ADMIN") return "CURRENT_USER";
  if (typeof owner === "string") return owner;
  return kind === "schema" && object === "public" ? "pg_database_owner" : quoteIdentifier(most);
}
