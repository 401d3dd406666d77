import { literal } from "./facts/literal.ts";
import { anyName, anyPath, plainName } from "./names.ts";
import type { RepairStatement } from "./repair.ts";

const kinds =
  "TABLE|VIEW|SEQUENCE|SCHEMA|TYPE|DOMAIN|FUNCTION|PROCEDURE|AGGREGATE|STATISTICS|COLLATION|CONVERSION|TEXT SEARCH CONFIGURATION|TEXT SEARCH DICTIONARY|OPERATOR CLASS|OPERATOR FAMILY|OPERATOR|LANGUAGE|PUBLICATION|SERVER|FOREIGN DATA WRAPPER|EVENT TRIGGER";
const makes = new RegExp(`^CREATE (?:[A-Z]+ )*?(${kinds}) (${anyPath})`);
const givesAway = new RegExp(
  `^ALTER (?:[A-Z]+ )*?(${kinds}) (${anyPath}).* OWNER TO (${anyName})$`,
  "s",
);
const ofOwner = new RegExp(
  `^(CREATE SCHEMA ${anyName}|ALTER DEFAULT PRIVILEGES) (?:AUTHORIZATION|FOR ROLE) (${anyName})`,
);
const ofDatabase = new RegExp(
  `^((?:(?:ALTER|COMMENT ON)|(?:GRANT|REVOKE) .*? ON|ALTER ROLE ${anyName} IN) DATABASE )(${anyName})`,
);

/**
 * SQL for a file that runs on other databases, too, and as another role: what it makes belongs to whoever runs it, and the database
 * is called otherwise there. Pure.
 *
 * @param names that of this database, and who owns most of it; undefined: not who runs the file.
 */
export function portablePlan(
  statements: readonly RepairStatement[],
  names: { owner: string | undefined; database: string },
): RepairStatement[] {
  const [owner, database] = [names.owner, names.database].map((own) =>
    own === undefined ? undefined : `"${own.replaceAll('"', '""')}"`,
  );
  const made = new Set<string>();
  return statements.flatMap((statement) => {
    const [, as, created] = makes.exec(statement.sql) ?? [];
    if (created !== undefined) made.add(nameOf(as!, created));
    const [, kind, given, receiver] = givesAway.exec(statement.sql) ?? [];
    if (receiver !== undefined && receiver === owner && made.has(nameOf(kind!, given!))) return [];
    const sql = statement.sql.replace(ofOwner, (whole, start: string, role: string) =>
      role === owner ? start : whole,
    );
    return [{ ...statement, sql: onAnyDatabase(sql, database!) }];
  });
}

/** A schema and a server may have the same name. What is in a schema hasn't: ALTER TABLE is said of views and sequences, too. */
function nameOf(kind: string, object: string): string {
  const plain = plainName(object);
  return inDatabase.has(kind) ? `${kind} ${plain}` : plain;
}

const inDatabase: ReadonlySet<string> = new Set([
  "PUBLICATION",
  "SERVER",
  "FOREIGN DATA WRAPPER",
  "EVENT TRIGGER",
  "LANGUAGE",
]);

/** No statement has a word for the database that it runs in. A comment that names one is no such statement. */
function onAnyDatabase(sql: string, database: string): string {
  const [head, start, name] = ofDatabase.exec(sql) ?? [];
  if (head === undefined || name !== database) return sql;
  const [before, after] = [start!, sql.slice(head.length)].map((part) =>
    part.replaceAll("%", "%%"),
  );
  const format = `${before}%I${after}`;
  return `DO ${literal(`BEGIN EXECUTE format(${literal(format)}, current_database()); END`)}`;
}
