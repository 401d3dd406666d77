import type { Catalog, Fact } from "../../catalog/fact.ts";
import { literalPattern } from "../../literal-pattern.ts";
import { quoteIdentifier } from "../../postgres/quote.ts";
import { parseName } from "../render/known.ts";

/**
 * drizzle-kit puts names between double quotes as they are. Those that have one inside are listed as gaps; here they are
 * mended, so that the rest of their tables can be proved.
 */
export function escapeQuotes(statements: readonly string[], source: Catalog): string[] {
  const names = namesWithQuotes(source);
  if (names.length === 0) return [...statements];
  // In one go: what is mended already may look like another of the names.
  const any = new RegExp(`"(${names.map(literalPattern).join("|")})"`, "g");
  return statements.map((statement) =>
    statement.replaceAll(any, (_, name: string) => quoteIdentifier(name)),
  );
}

function namesWithQuotes({ facts }: Catalog): string[] {
  const written = facts.flatMap((fact) => [fact.object, ...namedWithin(fact)]);
  const quoted = written.filter((object) => object.includes('""'));
  const names = quoted.flatMap(parseName).filter((name) => name.includes('"'));
  // The longest first: one may be part of another.
  return [...new Set(names)].sort((a, b) => b.length - a.length);
}

/** What is no fact of its own: a policy's roles, the sequence of an identity. */
function namedWithin({ attributes }: Fact): string[] {
  const { roles, identity } = attributes;
  if (Array.isArray(roles)) return roles.map(String);
  const isOwn = typeof identity === "object" && identity !== null && "sequence" in identity;
  return isOwn ? [String(identity.sequence)] : [];
}
