import { createHash } from "node:crypto";
import type { FactText } from "./fact-text.ts";
import { compareCodePoints, compareFactOrder, type Fact, type FactValue } from "./fact.ts";

/** Facts never change, and are asked for theirs again and again. */
const known = new WeakMap<readonly Fact[], string>();

/** SHA-256 over all facts, lower-case hex. Two catalogs have the same fingerprint only if they hold the same facts. */
export function fingerprint(facts: readonly Fact[]): string {
  const before = known.get(facts);
  if (before !== undefined) return before;
  const told = fingerprintOfText(
    facts.map((fact) => ({ ...fact, attributes: jsonbText(fact.attributes) })),
  );
  known.set(facts, told);
  return told;
}

/** The same of facts as PostgreSQL sent them. */
export function fingerprintOfText(facts: readonly FactText[]): string {
  const lines = facts
    .toSorted(compareFactOrder)
    .map(
      ({ kind, object, parent, attributes }) =>
        `${kind}\t${object}\t${parent ?? ""}\t${attributes}\n`,
    );
  return createHash("sha256").update(lines.join(""), "utf8").digest("hex");
}

/** A value as PostgreSQL prints jsonb: keys by length in bytes, then bytewise; a space after each colon and comma. */
export function jsonbText(value: FactValue): string {
  if (Array.isArray(value)) return `[${value.map(jsonbText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(
    ([a], [b]) => Buffer.byteLength(a) - Buffer.byteLength(b) || compareCodePoints(a, b),
  );
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}: ${jsonbText(item)}`).join(", ")}}`;
}
