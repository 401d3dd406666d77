import type { Catalog, Fact } from "../catalog/fact.ts";
import { quoteIdentifier } from "../postgres/quote.ts";
import { heirsBetween } from "./inherited-defaults.ts";
import { ownStatement } from "./own-statement.ts";
import { part } from "./plan-facts/changed-entries.ts";
import { plainName } from "./plan-names.ts";
import type { RepairStatement } from "./repair.ts";

const word = String.raw`(?:"(?:[^"]|"")*"(?!")|[^\s".(),;]+)`;
const path = String.raw`${word}(?:\.${word})*`;
const changesNotNull = new RegExp(
  `^ALTER TABLE (ONLY )?(${path}) ALTER COLUMN (${word}) (SET|DROP) NOT NULL$`,
);
const renames = new RegExp(`^ALTER TABLE (${path}) RENAME CONSTRAINT ${word} TO (${word})$`);
const altersInheritance = new RegExp(
  `^ALTER TABLE (${path}) ALTER CONSTRAINT (${word}) NO INHERIT$`,
);

/**
 * A plan that makes a column's NOT NULL with the name, and all else, that it should have, and once: a parent hands it down. Made
 * beside that, it would be the child's own, as PostgreSQL 18 tells them apart. Pure.
 */
export function withInheritedNotNull(
  statements: readonly RepairStatement[],
  catalogs: { from: Catalog; to: Catalog },
): RepairStatement[] {
  if (!statements.some(({ sql }) => changesNotNull.test(sql))) return [...statements];
  const heirs = heirsBetween(catalogs);
  const [before, after] = [columnsOf(catalogs.from), columnsOf(catalogs.to)];
  const handedDown = new Set<string>();
  const made = new Set<string>();
  return statements.flatMap((statement) => {
    const [, madeFor, called] =
      renames.exec(statement.sql) ?? altersInheritance.exec(statement.sql) ?? [];
    if (madeFor !== undefined && made.has(`${plainName(madeFor)} ${plainName(called!)}`)) return [];
    const [, only, table, column, verb] = changesNotNull.exec(statement.sql) ?? [];
    if (table === undefined) return [statement];
    const [whose, own] = [plainName(table), plainName(column!)];
    const name = `${whose}.${own}`;
    if (only !== undefined && handedDown.has(`${verb} ${name}`)) return [];
    const constraint = part(after.get(name)?.attributes["notNullConstraint"] ?? null);
    const below = heirs.get(whose) ?? [];
    const isOfAll = only === undefined && constraint["noInherit"] !== true;
    const keepsSome =
      verb === "DROP" && below.some((heir) => isNotNull(after.get(`${heir}.${own}`)));
    if (isOfAll && !keepsSome) for (const heir of below) handedDown.add(`${verb} ${heir}.${own}`);
    if (isOfAll && keepsSome && !isOnlyWhole(whose, catalogs.from))
      return [{ ...statement, sql: statement.sql.replace("ALTER TABLE ", "ALTER TABLE ONLY ") }];
    if (isOfAll && keepsSome) {
      const [kept, others] = [true, false].map((isKept) =>
        below.filter((heir) => isNotNull(after.get(`${heir}.${own}`)) === isKept),
      );
      for (const heir of others!) handedDown.add(`DROP ${heir}.${own}`);
      const again = kept!.map(
        (heir) => `ALTER TABLE ONLY ${heir} ALTER COLUMN ${own} SET NOT NULL`,
      );
      return [statement, ...again.map(ownStatement)];
    }
    const given = constraint["name"];
    if (verb === "DROP" || typeof given !== "string" || !before.has(name)) return [statement];
    const called18 = quoteIdentifier(given);
    made.add(`${whose} ${plainName(called18)}`);
    const more = [
      ...(constraint["noInherit"] === true ? [" NO INHERIT"] : []),
      ...(constraint["notValid"] === true ? [" NOT VALID"] : []),
    ].join("");
    return [
      ownStatement(`ALTER TABLE ${table} ADD CONSTRAINT ${called18} NOT NULL ${column}${more}`),
    ];
  });
}

/** Up to PostgreSQL 17, a partitioned table can't take nulls alone: its partitions are told so again. */
function isOnlyWhole(table: string, { facts, serverMajor }: Catalog): boolean {
  return (
    serverMajor < 18 &&
    facts.some(
      ({ object, attributes }) => plainName(object) === table && "partitionBy" in attributes,
    )
  );
}

function isNotNull(column: Fact | undefined): boolean {
  return column?.attributes["notNull"] === true;
}

function columnsOf({ facts }: Catalog): Map<string, Fact> {
  const columns = facts.filter(({ kind }) => kind === "column");
  return new Map(columns.map((fact) => [plainName(fact.object), fact]));
}
