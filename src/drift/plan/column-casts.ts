import type { Catalog } from "../../catalog/fact.ts";
import { isEnum, mayChangeValues } from "./cast-values.ts";
import { columnOf } from "./column-rewrites.ts";
import { plainName, quotedName, quotedPath } from "./names.ts";
import type { RepairStatement } from "./repair.ts";

const alteration = new RegExp(
  `^ALTER TABLE (?:ONLY )?(${quotedPath}) ALTER COLUMN (${quotedName}) (DROP DEFAULT$|SET DEFAULT |TYPE )`,
);

interface Alteration {
  /** As facts call it, without needless quotes. */
  column: string;
  what: "type" | "default";
}

/** Of one column alone. */
function alterationOf({ sql }: RepairStatement): Alteration | undefined {
  const [, table, column, verb] = alteration.exec(sql) ?? [];
  if (verb === undefined || / (?:ALTER|ADD|DROP) COLUMN .*, (?:ALTER|ADD|DROP) COLUMN /s.test(sql))
    return undefined;
  return { column: plainName(`${table}.${column}`), what: verb === "TYPE " ? "type" : "default" };
}

type Catalogs = Readonly<Record<"from" | "to", Catalog>>;

/**
 * A plan that gives columns other types as an INSERT would: the planning library casts with USING, and an explicit cast cuts text
 * that is too long for the new type in silence, where PostgreSQL refuses to assign it. A default that is the same before and after
 * stays where it is then. Pure. https://www.postgresql.org/docs/current/sql-createcast.html
 */
export function withAssignments(
  statements: readonly RepairStatement[],
  catalogs: Catalogs,
): RepairStatement[] {
  const assigned = new Map<number, string>();
  for (const [index, statement] of statements.entries()) {
    const altered = alterationOf(statement);
    if (altered?.what === "type" && isAssigned(altered.column, catalogs))
      assigned.set(index, altered.column);
  }
  return statements.flatMap((statement, index) => {
    if (assigned.has(index)) return [{ ...statement, sql: withoutCast(statement.sql) }];
    const altered = alterationOf(statement);
    if (altered?.what !== "default") return [statement];
    const isBeside = [index - 1, index + 1].some((at) => assigned.get(at) === altered.column);
    return isBeside && keepsDefault(altered.column, catalogs) ? [] : [statement];
  });
}

/** `… TYPE text USING "slug"::text`, and no other cast. */
function withoutCast(sql: string): string {
  return sql.replace(
    new RegExp(`( TYPE (.*?)(?: COLLATE ${quotedPath})?) USING ${quotedName}::\\2$`, "s"),
    (_, type: string) => type,
  );
}

function keepsDefault(column: string, { from, to }: Catalogs): boolean {
  const [before, after] = [from, to].map((catalog) => columnOf(column, catalog)?.attributes);
  return before !== undefined && before["default"] === after?.["default"];
}

/** Does PostgreSQL cast a column's values by itself, where they are assigned? */
function isAssigned(column: string, { from, to }: Catalogs): boolean {
  const [before, after] = [typeOf(column, from), typeOf(column, to)];
  if (before === undefined || after === undefined) return false;
  const [one, other] = [before, after].map((type) => type.replace(/\[\]$/, "").replace(sizes, ""));
  if (before.endsWith("[]") !== after.endsWith("[]")) return false;
  if (families.some((family) => family.has(one!) && family.has(other!))) return true;
  // Anything of PostgreSQL's own can be assigned to a text, and what has no casts of its own.
  const isKnown = !one!.includes(".") || isEnum(one!, from);
  return texts.has(other!) && isKnown && !after.endsWith("[]");
}

const sizes = /\(\d+(?:,-?\d+)?\)/;
const texts: ReadonlySet<string> = new Set(["text", "character varying", "character"]);
const families: readonly ReadonlySet<string>[] = [
  texts,
  new Set(["smallint", "integer", "bigint", "numeric", "real", "double precision"]),
  new Set(["date", "timestamp without time zone", "timestamp with time zone"]),
  new Set(["json", "jsonb"]),
  new Set(["bit", "bit varying"]),
  new Set(["interval"]),
  new Set(["time without time zone"]),
];

/** May the statement that gives a column another type change its values? Undefined: it is another statement. */
export function losesByCast(statement: RepairStatement, catalogs: Catalogs): boolean | undefined {
  const altered = alterationOf(statement);
  if (altered?.what !== "type") return undefined;
  const types = [catalogs.from, catalogs.to].map((catalog) => typeOf(altered.column, catalog));
  const [before, after] = types;
  if (before === undefined || after === undefined) return undefined;
  const refuses = !statement.sql.includes(" USING ") && isOfSize(after);
  return !refuses && mayChangeValues(before, after, catalogs);
}

/** A text that is too long can't be assigned to it. */
function isOfSize(type: string): boolean {
  return /^(?:character varying|character|bit(?: varying)?)\(/.test(type);
}

function typeOf(column: string, catalog: Catalog): string | undefined {
  const type = columnOf(column, catalog)?.attributes["type"];
  return typeof type === "string" ? type : undefined;
}
