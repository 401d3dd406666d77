import type { Fact, FactValue } from "../../../catalog/fact.ts";
import { changedEntries, part, type Change } from "./changed-entries.ts";
import { literal } from "./literal.ts";
import { grantStatements, heldOn } from "./privileges.ts";

/** Of any type: what is said about its array. */
export const arrayType: Readonly<Record<string, Change>> = {
  arrayComment: ({ object }, wanted) => [`COMMENT ON TYPE ${object}[] IS ${literal(wanted)}`],
};

/** Of types that are no enums and no domains. */
export const typeAttributes: Readonly<Record<string, Change>> = {
  ...arrayType,
  multirangeComment: ({ attributes }, wanted) => [
    `COMMENT ON TYPE ${text(attributes["multirange"])} IS ${literal(wanted)}`,
  ],
  base: baseType,
};

/** What ALTER TYPE can change; for the rest a type has to be made anew. https://www.postgresql.org/docs/current/sql-altertype.html */
function baseType(fact: Fact, wanted: FactValue | undefined, now: FactValue | undefined): string[] {
  if (now === undefined) return [];
  return changedEntries(part(wanted), part(now)).flatMap(([key, value]) => {
    const property = baseProperties[key];
    if (property === undefined) return [];
    const set = text(value ?? "NONE").replace(/\(.*\)$/s, "");
    return [`ALTER TYPE ${fact.object} SET (${property} = ${set})`];
  });
}

const baseProperties: Readonly<Record<string, string>> = {
  receive: "RECEIVE",
  send: "SEND",
  modifierInput: "TYPMOD_IN",
  modifierOutput: "TYPMOD_OUT",
  analyze: "ANALYZE",
  subscript: "SUBSCRIPT",
  storage: "STORAGE",
};

/** What is said about a table's row type and its array, and who may use it. */
export function rowTypeStatements(
  object: string,
  wanted: Readonly<Record<string, FactValue>>,
  now: Readonly<Record<string, FactValue>>,
): string[] {
  const comments = (["comment", "arrayComment"] as const)
    .filter((key) => wanted[key] !== now[key])
    .map(
      (key) =>
        `COMMENT ON TYPE ${object}${key === "comment" ? "" : "[]"} IS ${literal(wanted[key])}`,
    );
  const [held, kept] = [now, wanted].map(({ privileges = null }) => heldOn(privileges));
  return [...comments, ...grantStatements(`TYPE ${object}`, held!, kept!)];
}

function text(value: FactValue | undefined): string {
  return typeof value === "string" ? value : "";
}
