import type { Fact, FactValue } from "../../../catalog/fact.ts";
import { quoteIdentifier } from "../../../postgres/quote.ts";
import { ownName } from "../../compare/fact-names.ts";
import { givenNotNullName } from "../../renames/renames.ts";
import { part } from "./changed-entries.ts";
import { literal } from "./literal.ts";

/**
 * From PostgreSQL 18 on, a column's NOT NULL is a constraint with a name and more, of which the planning library only sees that it is
 * there: one that it makes has the name that PostgreSQL gives, and nothing else.
 */
export function columnNotNull(
  fact: Fact,
  wanted: FactValue | undefined,
  now: FactValue | undefined,
): string[] {
  if (fact.attributes["notNull"] !== true) return [];
  const [after, before] = [part(wanted), part(now)];
  const alter = `ALTER TABLE ${fact.parent ?? ""}`;
  const [name, old] = [nameOf(fact, after), nameOf(fact, before)];
  // A constraint that was checked can't be taken for unchecked.
  const isMadeAnew = after["notValid"] === true && before["notValid"] !== true;
  const inherits = after["noInherit"] === true ? " NO INHERIT" : "";
  const made = isMadeAnew
    ? [
        `${alter} ALTER COLUMN ${ownName(fact)} DROP NOT NULL`,
        `${alter} ADD CONSTRAINT ${name} NOT NULL ${ownName(fact)}${inherits} NOT VALID`,
      ]
    : [
        ...(name === old ? [] : [`${alter} RENAME CONSTRAINT ${old} TO ${name}`]),
        ...(before["notValid"] === true ? [`${alter} VALIDATE CONSTRAINT ${name}`] : []),
        ...(before["noInherit"] === after["noInherit"]
          ? []
          : [`${alter} ALTER CONSTRAINT ${name}${inherits === "" ? " INHERIT" : inherits}`]),
      ];
  const said = isMadeAnew ? undefined : before["comment"];
  return [...made, ...comment(`${name} ON ${fact.parent ?? ""}`, after["comment"], said)];
}

function nameOf(fact: Fact, { name }: Readonly<Record<string, FactValue>>): string {
  return quoteIdentifier(typeof name === "string" ? name : givenNotNullName(fact));
}

function comment(on: string, wanted: FactValue | undefined, now: FactValue | undefined): string[] {
  return wanted === now ? [] : [`COMMENT ON CONSTRAINT ${on} IS ${literal(wanted)}`];
}
