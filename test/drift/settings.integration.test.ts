import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../../src/catalog/fact.ts";
import { readCatalog } from "../../src/catalog/read.ts";
import { compareFacts } from "../../src/drift/compare/compare.ts";
import { connect, type Sql } from "../../src/postgres/connect.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { majorsFolder } from "../support/majors-folder.ts";
import { baseStatements, findingsOf, runStatements } from "./change-suite.ts";
import { seededRandom } from "./oracle/random.ts";

// Whatever a server, a database or a role has set, the same schema gives the same facts: while it is read, and while it was
// loaded. All that a session may set and that has to do with names, printing, storage, planning or transactions.

const settings: Readonly<Record<string, readonly string[]>> = {
  array_nulls: ["off"],
  backslash_quote: ["off", "on"],
  bytea_output: ["escape"],
  check_function_bodies: ["off"],
  client_encoding: ["LATIN1", "UTF8"],
  client_min_messages: ["error", "debug1"],
  cursor_tuple_fraction: ["1"],
  DateStyle: ["German, DMY", "SQL, MDY", "Postgres, YMD"],
  default_statistics_target: ["1", "1000"],
  default_table_access_method: ["heap"],
  default_tablespace: ["pg_default"],
  default_text_search_config: ["pg_catalog.german"],
  default_toast_compression: ["pglz"],
  default_transaction_deferrable: ["on"],
  default_transaction_isolation: ["serializable", "read uncommitted"],
  enable_bitmapscan: ["off"],
  enable_hashagg: ["off"],
  enable_hashjoin: ["off"],
  enable_indexscan: ["off"],
  enable_material: ["off"],
  enable_nestloop: ["off"],
  enable_seqscan: ["off"],
  enable_sort: ["off"],
  escape_string_warning: ["off"],
  extra_float_digits: ["-15", "3"],
  from_collapse_limit: ["1"],
  geqo_threshold: ["2"],
  idle_in_transaction_session_timeout: ["2min"],
  IntervalStyle: ["iso_8601", "sql_standard", "postgres_verbose"],
  jit: ["on"],
  jit_above_cost: ["0"],
  join_collapse_limit: ["1"],
  lc_messages: ["C"],
  lc_monetary: ["C", "POSIX"],
  lc_numeric: ["C"],
  lc_time: ["C"],
  lo_compat_privileges: ["on"],
  lock_timeout: ["2min"],
  log_statement: ["all"],
  parallel_setup_cost: ["0"],
  plan_cache_mode: ["force_generic_plan"],
  quote_all_identifiers: ["on"],
  row_security: ["off"],
  search_path: ["empty, app", "pg_temp", "", '"$user", app, public'],
  session_replication_role: ["replica"],
  standard_conforming_strings: ["off"],
  statement_timeout: ["2min"],
  synchronize_seqscans: ["off"],
  temp_tablespaces: [""],
  TimeZone: ["Asia/Kathmandu", "America/St_Johns"],
  transform_null_equals: ["on"],
  work_mem: ["64kB"],
  xmlbinary: ["hex"],
  xmloption: ["document"],
};

/** Only what a reader may have: `default_transaction_read_only` would keep anything from being loaded. */
const forReaders: typeof settings = {
  ...settings,
  default_transaction_read_only: ["on"],
  event_triggers: ["off"],
};

/** About half of the settings, with one of their values each; the same seed gives the same ones. */
function someOf(all: typeof settings, seed: number): [name: string, value: string][] {
  const random = seededRandom(seed);
  return Object.entries(all).flatMap(([name, values]): [string, string][] =>
    random() < 0.5 ? [] : [[name, values[Math.floor(random() * values.length)]!]],
  );
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

describe.each([14, 15, 16, 17, 18])("PostgreSQL %i", (major) => {
  let shadow: Shadow;
  let admin: Sql;
  let base: ConnectionSettings;
  let expected: Catalog;

  beforeAll(async () => {
    const options = { projectDir: process.cwd(), searchFolders: [majorsFolder] };
    shadow = await createShadow({ ...options, major });
    admin = await connect(shadow.settings);
    base = await shadow.createDatabase();
    await runStatements(base, baseStatements());
    expected = await readCatalog(base);
  });
  afterAll(async () => {
    await admin.end();
    await shadow.dispose();
  });

  const known = ([name]: readonly [string, string]) => name !== "event_triggers" || major >= 17;
  const differences = async (of: ConnectionSettings) =>
    findingsOf(compareFacts(expected, await readCatalog(of)));

  // Others for each version.
  it.each(Array.from({ length: 10 }, (_, index) => 10 * major + index))(
    "is read alike with settings of the role, the role in the database, and all: %i",
    async (seed) => {
      const chosen = someOf(forReaders, seed).filter(known);
      const where = [
        `ROLE ${shadow.settings.user}`,
        `ROLE ${shadow.settings.user} IN DATABASE "${base.database}"`,
        "ROLE ALL",
      ][seed % 3]!;
      await set(where, chosen);
      try {
        // Of the role in this database what isn't only about looks is a fact of its own.
        const seen = (await differences(base)).filter((line) => !line.includes("database setting"));
        expect(seen).toEqual([]);
      } finally {
        await admin.unsafe(`ALTER ${where} RESET ALL`);
      }
    },
  );

  it.each(Array.from({ length: 4 }, (_, index) => 10 * major + index))(
    "is the same, loaded with settings of the session: %i",
    async (seed) => {
      const chosen = someOf(settings, 1000 + seed).filter(([name]) => name !== "client_encoding");
      const loaded = await shadow.createDatabase();
      await runStatements(loaded, [
        ...chosen.map(([name, value]) => `SELECT set_config('${name}', ${literal(value)}, false)`),
        // These decide what the statements mean, or whether they are refused.
        "SET search_path = public",
        "SET TimeZone = 'UTC'",
        "SET default_tablespace = ''",
        "SET standard_conforming_strings = on",
        ...baseStatements(),
      ]);
      expect(await differences(loaded)).toEqual([]);
    },
  );

  const makes = [
    `ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' ${major >= 15 ? "LOCALE_PROVIDER libc" : ""}`,
    "ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'",
    "ENCODING 'UTF8' LC_COLLATE 'POSIX' LC_CTYPE 'POSIX'",
    ...(major >= 15 ? ["LOCALE_PROVIDER icu ICU_LOCALE 'de' LOCALE 'C'"] : []),
    ...(major >= 17 ? ["LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"] : []),
    "OWNER dbfirst_other CONNECTION LIMIT 7",
  ];

  it.each(makes)("is the same in a database with %s", async (how) => {
    const name = 'Other "name" ö';
    await admin.unsafe(`CREATE DATABASE "${name.replaceAll('"', '""')}" TEMPLATE template0 ${how}`);
    try {
      const other = { ...base, database: name };
      await runStatements(other, baseStatements());
      expect(await differences(other)).toEqual([]);
    } finally {
      await admin.unsafe(`DROP DATABASE "${name.replaceAll('"', '""')}" WITH (FORCE)`);
    }
  });

  /** Gives settings to whom they are for. The session that takes them back was there before. */
  async function set(whom: string, chosen: readonly [string, string][]): Promise<void> {
    for (const [name, value] of chosen) {
      const isList = name === "search_path" && value !== "";
      await admin.unsafe(`ALTER ${whom} SET ${name} = ${isList ? value : literal(value)}`);
    }
  }
});
