import type { Catalog, Fact } from "../../catalog/fact.ts";
import { withCautions } from "./cautions.ts";
import { losesByCast } from "./column-casts.ts";
import { keepsRows } from "./column-rewrites.ts";
import { withNewLabels } from "./new-labels.ts";
import { anyName, anyPath, plainName } from "./names.ts";
import { partitionReads } from "./partition-reads.ts";
import type { RepairStatement } from "./repair.ts";

/** What a statement does to a table in use. */
type Risk = Pick<RepairStatement, "lock" | "rewritesTable">;

const table = `^ALTER (?:FOREIGN )?TABLE (?:ONLY )?${anyPath} `;
const column = `${table}ALTER COLUMN ${anyName} `;
/** Parameters of tables that may change while they are in use. The rest, `user_catalog_table`, may not. */
const mildOptions =
  "(?:toast\\.)?(?:autovacuum_|log_autovacuum_|vacuum_|fillfactor|toast_tuple_target|parallel_workers)";

const exclusive = "ACCESS EXCLUSIVE";
const rowExclusive = "SHARE ROW EXCLUSIVE";
const update = "SHARE UPDATE EXCLUSIVE";

/**
 * By a statement's form: its lock on what is there, and whether it reads or writes a table from end to end under it. The first that fits counts.
 * https://www.postgresql.org/docs/current/sql-altertable.html, and that of the other commands; tests compare it with what the server does.
 */
const forms: readonly (readonly [form: string, lock: string | null, "reads"?])[] = [
  ["^COMMENT ON (?:(?:FOREIGN )?TABLE|(?:MATERIALIZED )?VIEW|INDEX|SEQUENCE|COLUMN) ", update],
  ["^(?:COMMENT|GRANT|REVOKE|SET|RESET) ", null],

  [`${table}(?:SET|RESET) \\(${mildOptions}[^,]*(?:, ?${mildOptions}[^,]*)*\\)$`, update],
  [`${column}(?:SET STATISTICS|(?:SET|RESET) \\()`, update],
  [`${table}(?:CLUSTER ON|SET WITHOUT CLUSTER)`, update],
  [`${table}VALIDATE CONSTRAINT `, update, "reads"],
  [`${table}(?:ENABLE|DISABLE) (?:(?:ALWAYS|REPLICA) )?TRIGGER `, rowExclusive],
  [`${table}ADD (?:CONSTRAINT ${anyName} )?FOREIGN KEY .* NOT VALID$`, rowExclusive],
  [`${table}ADD (?:CONSTRAINT ${anyName} )?FOREIGN KEY `, rowExclusive, "reads"],
  [`${table}ADD CONSTRAINT .* NOT VALID$`, exclusive],
  [`${table}ADD CONSTRAINT ${anyName} (?:UNIQUE|PRIMARY KEY) USING INDEX `, exclusive],
  ["^ALTER TABLE ONLY .* ADD CONSTRAINT .*(?:UNIQUE|PRIMARY KEY|EXCLUDE) ", exclusive],
  [`${table}ADD CONSTRAINT `, exclusive, "reads"],
  [`${column}(?:SET NOT NULL|SET EXPRESSION )`, exclusive, "reads"],
  ["^ALTER FOREIGN TABLE .* TYPE ", exclusive],
  [`${column}(?:SET DATA )?TYPE `, exclusive, "reads"],
  [`${table}ATTACH PARTITION `, exclusive, "reads"],
  [`${table}SET (?:LOGGED|UNLOGGED|ACCESS METHOD|TABLESPACE)\\b`, exclusive, "reads"],

  [
    `^ALTER INDEX ${anyPath} (?:RENAME|ALTER COLUMN|(?:SET|RESET) \\((?:fillfactor|deduplicate_items)\\b)`,
    update,
  ],
  [`^ALTER TYPE ${anyPath} RENAME ATTRIBUTE `, exclusive],
  [`^ALTER TYPE ${anyPath} ALTER ATTRIBUTE .* CASCADE$`, exclusive, "reads"],
  [`^ALTER INDEX ${anyPath} SET TABLESPACE `, exclusive, "reads"],
  ["^ALTER SEQUENCE .* (?:OWNER|RENAME|SET (?:SCHEMA|LOGGED|UNLOGGED))\\b", exclusive],
  ["^ALTER SEQUENCE ", rowExclusive],
  [
    `^ALTER MATERIALIZED VIEW ${anyPath} (?:(?:SET|RESET) \\(|ALTER COLUMN ${anyName} SET STATISTICS|CLUSTER|SET WITHOUT)`,
    update,
  ],
  [`^ALTER MATERIALIZED VIEW ${anyPath} SET (?:ACCESS METHOD|TABLESPACE) `, exclusive, "reads"],
  ["^ALTER (?:MATERIALIZED )?VIEW ", exclusive],
  ["^CREATE OR REPLACE VIEW ", exclusive],
  ["^ALTER DOMAIN .* (?:ADD CONSTRAINT .*NOT VALID$|ADD NOT NULL NOT VALID$)", null],
  ["^ALTER DOMAIN .* (?:ADD|VALIDATE|SET NOT NULL)\\b", "SHARE", "reads"],
  ["^ALTER DOMAIN ", null],

  [`^CREATE (?:UNIQUE )?INDEX CONCURRENTLY `, update],
  [`^CREATE (?:UNIQUE )?INDEX (?:${anyName} )?ON ONLY `, "SHARE"],
  ["^CREATE (?:UNIQUE )?INDEX ", "SHARE", "reads"],
  ["^DROP INDEX (?!CONCURRENTLY )", exclusive],
  ["^CREATE (?:OR REPLACE )?(?:CONSTRAINT )?TRIGGER ", rowExclusive],
  ["^(?:CREATE|ALTER|DROP) (?:OR REPLACE )?(?:POLICY|RULE) ", exclusive],
  ["^ALTER TRIGGER .* DEPENDS ON EXTENSION ", null],
  ["^(?:ALTER|DROP) TRIGGER ", exclusive],
  ["^CREATE TABLE .* PARTITION OF ", exclusive],
  ["^CREATE (?:UNLOGGED )?TABLE .* INHERITS \\(", update],
  ["^CREATE (?:UNLOGGED )?TABLE ", null],
  ["^ALTER STATISTICS ", null],
  ["^(?:CREATE|DROP) STATISTICS ", update],
  [
    "^CREATE PUBLICATION .* FOR TABLE (?!S )|^ALTER PUBLICATION .* (?:ADD|DROP|SET) TABLE (?!S )",
    update,
  ],
  ["^(?:CREATE|ALTER|DROP) PUBLICATION ", null],
];
const compiled = forms.map(([form, lock, reads]) => ({
  form: new RegExp(form, "s"),
  risk: { lock, rewritesTable: reads !== undefined },
}));

/** What is known of a statement by its form alone. */
function riskOf(sql: string): Risk | undefined {
  return compiled.find(({ form }) => form.test(sql))?.risk;
}

/**
 * A plan whose statements say what they do to tables in use. What the plan itself makes, nobody uses yet. Pure.
 *
 * @param catalogs what the plan starts from, and what it leads to.
 */
export function withRisks(
  statements: readonly RepairStatement[],
  catalogs: { from: Catalog; to: Catalog },
): RepairStatement[] {
  const made = new Set<string>();
  // Their rows are elsewhere.
  const foreign = new Set(
    catalogs.from.facts.flatMap(({ kind, object }) =>
      kind === "foreign table" ? [plainName(object)] : [],
    ),
  );
  const rowless = typesWithoutTable(catalogs.from.facts);
  const reads = partitionReads(catalogs);
  const told = withCautions(withNewLabels(statements), catalogs);
  return told.map((statement) => {
    const { sql } = statement;
    const { lock, rewritesTable } = riskOf(sql) ?? statement;
    const subject = subjectOf(sql);
    const isNew = subject !== undefined && (made.has(subject) || rowless.has(subject));
    const created = creates.exec(sql)?.[1] ?? createdIndex(sql);
    if (created !== undefined) made.add(plainName(created));
    const losesData = losesByCast(statement, catalogs) ?? statement.losesData;
    return {
      ...statement,
      lock: isNew && !isOfOthers(sql, made) ? null : lock,
      rewritesTable:
        (rewritesTable || reads(sql)) &&
        !isNew &&
        !foreign.has(subject ?? "") &&
        !keepsRows(sql, catalogs),
      // A sequence holds how far it has come.
      losesData:
        sql.startsWith("DROP SEQUENCE ") ||
        (losesData && !dropsDerived.test(sql) && !foreign.has(subject ?? "")),
    };
  });
}

/** A key locks the table that it refers to, too. */
function isOfOthers(sql: string, made: ReadonlySet<string>): boolean {
  if (!/ FOREIGN KEY /.test(sql)) return false;
  const referred = refers.exec(sql)?.[1];
  return referred === undefined || !made.has(plainName(referred));
}

const refers = new RegExp(` REFERENCES (?:ONLY )?(${anyPath}) ?\\(`, "s");

/** Composite types that no table is made of: nobody's queries wait for one. */
function typesWithoutTable(facts: readonly Fact[]): Set<string> {
  const ofTables = new Set(facts.map(({ attributes }) => attributes["ofType"]));
  return new Set(
    facts.flatMap(({ kind, object }) =>
      kind === "type" && !ofTables.has(object) ? [plainName(object)] : [],
    ),
  );
}

/** What can be made again from what is there. */
export const dropsDerived = /^DROP (?:MATERIALIZED VIEW|SCHEMA) /;

const creates = new RegExp(
  `^CREATE (?:UNLOGGED )?(?:FOREIGN TABLE|TABLE|(?:MATERIALIZED )?VIEW|SEQUENCE) (${anyPath})`,
);
/** An index, also one of a key, which stands in the schema of its table. */
function createdIndex(sql: string): string | undefined {
  const { name, path } = (createsIndex.exec(sql) ?? createsKey.exec(sql))?.groups ?? {};
  const schema = /^(?:"(?:[^"]|"")*"|[^."]+)(?=\.)/.exec(path ?? "")?.[0];
  return schema === undefined ? undefined : `${schema}.${name}`;
}

const createsIndex = new RegExp(
  `^CREATE (?:UNIQUE )?INDEX (?<name>${anyName}) ON (?:ONLY )?(?<path>${anyPath})`,
);
const createsKey = new RegExp(
  `^ALTER TABLE (?:ONLY )?(?<path>${anyPath}) ADD CONSTRAINT (?<name>${anyName}) (?:UNIQUE|PRIMARY KEY)`,
);
const subjects = [
  new RegExp(`^ALTER INDEX ${anyPath} ATTACH PARTITION (${anyPath})$`),
  new RegExp(`^CREATE (?:UNLOGGED )?TABLE ${anyPath} PARTITION OF (${anyPath})`),
  new RegExp(`^CREATE (?:UNLOGGED )?TABLE .* INHERITS \\((${anyPath})\\)`, "s"),
  new RegExp(
    `^(?:ALTER|DROP|COMMENT ON) (?:FOREIGN TABLE|TABLE|(?:MATERIALIZED )?VIEW|SEQUENCE) (?:ONLY )?(${anyPath})`,
  ),
  new RegExp(`^COMMENT ON COLUMN (${anyPath})\\.${anyName} IS `),
  new RegExp(`^ALTER TYPE (${anyPath}) (?:ADD|DROP|ALTER|RENAME) ATTRIBUTE `),
  new RegExp(`^CREATE (?:OR REPLACE )?RULE ${anyName} AS\\s+ON \\w+\\s+TO (${anyPath})`),
  new RegExp(`^ALTER PUBLICATION ${anyName} (?:ADD|DROP) TABLE (?:ONLY )?(${anyPath})(?! *,)`),
  new RegExp(`^CREATE STATISTICS .* FROM (${anyPath})$`, "s"),
  new RegExp(
    `^(?:CREATE|ALTER|DROP) (?:OR REPLACE |UNIQUE |CONSTRAINT )*(?:INDEX|TRIGGER|POLICY) ${anyName} (?:.*? )?ON (?:ONLY )?(${anyPath})`,
    "s",
  ),
];

/** The table or the like that a statement is about. */
function subjectOf(sql: string): string | undefined {
  for (const form of subjects) {
    const found = form.exec(sql)?.[1];
    if (found !== undefined) return plainName(found);
  }
  return undefined;
}
