import type { Fact, FactValue } from "../../catalog/fact.ts";
import { quoteLiteral } from "../../postgres/quote.ts";
import { routineName } from "./create-routine.ts";
import { columnList, type Siblings } from "./siblings.ts";

/*
 * CREATE statements from facts, with what tables and views can depend on and no more: no comments, no grants, no options
 * of foreign servers. Names in facts are quoted already. https://www.postgresql.org/docs/current/sql-commands.html
 */

export function createExtension({ object, attributes }: Fact): string {
  return `CREATE EXTENSION IF NOT EXISTS ${object} SCHEMA ${text(attributes["schema"])}`;
}

/** Others are in the exported SQL. */
export function createEmptyEnum({ object }: Fact): string {
  return `CREATE TYPE ${object} AS ENUM ()`;
}

export function createSequence({ object, attributes }: Fact): string {
  return `CREATE SEQUENCE ${object} AS ${text(attributes["type"])}`;
}

export function createCollation({ object, attributes }: Fact): string {
  const { provider, locale, collate, ctype, rules, nondeterministic } = attributes;
  return `CREATE COLLATION ${object} (${list([
    ["provider", provider === "default" ? undefined : provider],
    ["locale", literal(locale)],
    ["lc_collate", literal(collate)],
    ["lc_ctype", literal(ctype)],
    ["rules", literal(rules)],
    ["deterministic", nondeterministic === true ? "false" : undefined],
  ])})`;
}

export function createDomain({ object, attributes }: Fact, siblings: Siblings): string {
  const checks = (siblings.get(object) ?? []).map((check) => {
    const name = check.object.slice(0, -` on ${object}`.length);
    return ` CONSTRAINT ${name} CHECK (${text(check.attributes["expression"])})`;
  });
  const { type, collation, default: written, notNull } = attributes;
  return [
    `CREATE DOMAIN ${object} AS ${text(type)}`,
    ...(collation === undefined ? [] : [` COLLATE ${text(collation)}`]),
    ...(written === undefined ? [] : [` DEFAULT ${text(written)}`]),
    ...(notNull === true ? [" NOT NULL"] : []),
    ...checks,
  ].join("");
}

/** Composite and range types; a base type needs a library. */
export function createType(fact: Fact, siblings: Siblings): string | undefined {
  const { type, subtype, operatorClass, collation, difference, multirange } = fact.attributes;
  if (type === "composite") return `CREATE TYPE ${fact.object} AS (${columnList(fact, siblings)})`;
  if (type !== "range") return undefined;
  return `CREATE TYPE ${fact.object} AS RANGE (${list([
    ["subtype", subtype],
    ["subtype_opclass", operatorClass],
    ["collation", collation],
    ["subtype_diff", difference === undefined ? undefined : routineName(text(difference))],
    ["multirange_type_name", multirange],
  ])})`;
}

export function createOperator({ object, attributes }: Fact): string | undefined {
  const match = /^((?:"(?:[^"]|"")*"|[^".]+)\.[^(]+)\((.*), (.*)\)$/s.exec(object);
  const [, name, left, right] = match ?? [];
  if (name === undefined || attributes["function"] === undefined) return undefined;
  return `CREATE OPERATOR ${name} (${list([
    ["procedure", routineName(text(attributes["function"]))],
    ["leftarg", left === "NONE" ? undefined : left],
    ["rightarg", right],
    ["hashes", attributes["hashes"] === true ? "true" : undefined],
    ["merges", attributes["merges"] === true ? "true" : undefined],
  ])})`;
}

export function createCast({ object, attributes }: Fact): string {
  const { method, context } = attributes;
  const how =
    method === "function"
      ? `WITH FUNCTION ${text(attributes["function"])}`
      : method === "inout"
        ? "WITH INOUT"
        : "WITHOUT FUNCTION";
  const when = context === "explicit" ? "" : ` AS ${text(context).toUpperCase()}`;
  return `CREATE CAST ${object} ${how}${when}`;
}

export function createDictionary({ object, attributes }: Fact): string {
  const options = attributes["options"] === undefined ? "" : `, ${text(attributes["options"])}`;
  return `CREATE TEXT SEARCH DICTIONARY ${object} (template = ${text(attributes["template"])}${options})`;
}

/** Without its dictionaries: what an index or a generated column needs is that it is there. */
export function createSearchConfiguration({ object, attributes }: Fact): string {
  return `CREATE TEXT SEARCH CONFIGURATION ${object} (parser = ${text(attributes["parser"])})`;
}

/** Of a wrapper that reads nothing and so demands no options: its own may, or an extension may make it that a bare server lacks. */
export function createServer({ object }: Fact): string {
  return `CREATE SERVER ${object} FOREIGN DATA WRAPPER ${anyWrapper}`;
}

const anyWrapper = '"dbfirst stand-in"';

export function createWrapper(): string {
  return `CREATE FOREIGN DATA WRAPPER ${anyWrapper}`;
}

export function createForeignTable(fact: Fact, siblings: Siblings): string {
  return `CREATE FOREIGN TABLE ${fact.object} (${columnList(fact, siblings)}) SERVER ${text(fact.attributes["server"])}`;
}

function text(value: FactValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function literal(value: FactValue | undefined): string | undefined {
  return value === undefined ? undefined : quoteLiteral(text(value));
}

/** `name = value, …` of what is there. */
function list(entries: readonly (readonly [string, FactValue | undefined])[]): string {
  return entries
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name} = ${text(value)}`]))
    .join(", ");
}
