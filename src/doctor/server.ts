import { quoteIdentifier } from "../postgres/quote.ts";
import type { ReadingSession } from "../postgres/reading-session.ts";
import { ok, problem, warning, type Finding } from "./diagnosis.ts";

/** What one query tells of a server, the database and the role. */
export interface ServerFacts {
  version: string;
  major: number;
  encoding: string;
  isReplica: boolean;
  isReadOnly: boolean;
  isSuperuser: boolean;
  mayCreateSchema: boolean;
  /** Null: there is no schema `public`. */
  mayCreateTable: boolean | null;
  /** Null: there is no ledger yet. */
  mayWriteLedger: boolean | null;
  user: string;
  /** Its clock less ours, in milliseconds, and by how much that may be wrong. */
  clock: { ahead: number; uncertainty: number };
}

const factsQuery = `
select current_setting('server_version') as version,
  current_setting('server_version_num')::int4 as number,
  current_setting('server_encoding') as encoding,
  pg_is_in_recovery() as "isReplica",
  current_setting('default_transaction_read_only') = 'on' as "isReadOnly",
  current_setting('is_superuser') = 'on' as "isSuperuser",
  has_database_privilege(current_database(), 'CREATE') as "mayCreateSchema",
  (select has_schema_privilege(oid, 'CREATE') from pg_namespace where nspname = 'public') as "mayCreateTable",
  (select has_schema_privilege(n.oid, 'USAGE') and has_table_privilege(c.oid, 'SELECT')
      and has_table_privilege(c.oid, 'INSERT') and has_table_privilege(c.oid, 'UPDATE')
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'dbfirst' and c.relname = 'ledger') as "mayWriteLedger",
  current_user::text as "user",
  (extract(epoch from clock_timestamp()) * 1000)::text as clock`;

export async function readServerFacts(session: ReadingSession): Promise<ServerFacts> {
  // The first answer may wait for the session; the clock is read by the second.
  await session.query("select");
  const before = Date.now();
  const [rows] = await session.query(factsQuery);
  const after = Date.now();
  const { number, clock, ...facts } = rows![0]!;
  return {
    ...(facts as unknown as Omit<ServerFacts, "major" | "clock">),
    major: Math.floor(Number(number) / 10_000),
    clock: { ahead: Number(clock) - (before + after) / 2, uncertainty: (after - before) / 2 },
  };
}

/** The majors that dbfirst is tested with. */
const oldest = 14;
const newest = 18;

export function judgeServer(facts: ServerFacts): Finding[] {
  const { version, major, encoding } = facts;
  const findings: Finding[] = [];
  if (major < oldest) {
    findings.push(
      problem(
        `PostgreSQL ${version}: dbfirst supports ${oldest} to ${newest}`,
        `Upgrade the server; ${major} gets no more fixes.`,
      ),
    );
  } else if (major > newest) {
    findings.push(
      warning(
        `PostgreSQL ${version}: dbfirst was tried with ${oldest} to ${newest}`,
        "Look for a newer dbfirst.",
      ),
    );
  } else findings.push(ok(`PostgreSQL ${version}, ${encoding}`));
  if (encoding !== "UTF8") {
    findings.push(
      warning(
        `The database's encoding is ${encoding}`,
        "Names and comments with other letters may not be readable; UTF8 is the one that every program expects.",
      ),
    );
  }
  if (facts.isReplica) {
    findings.push(
      warning(
        "It is a replica, which can be checked, but not changed",
        "Name the primary server for anything else.",
      ),
    );
  } else if (facts.isReadOnly) {
    findings.push(
      warning(
        "Transactions are read-only here (default_transaction_read_only)",
        "Set it back for this role or database, or name another one: apply can't write.",
      ),
    );
  }
  return findings;
}

/** Seconds that clocks may differ: certificates and tokens bear more, and nothing of ours compares the two. */
const tolerance = 5;

export function judgeClock({ clock }: ServerFacts): Finding[] {
  const { ahead, uncertainty } = clock;
  const seconds = Math.max(0, Math.abs(ahead) - uncertainty) / 1000;
  if (seconds < tolerance) return [ok("The clocks of server and client agree")];
  return [
    warning(
      `The server's clock is ${Math.round(seconds).toLocaleString("en-US")} s ${ahead > 0 ? "ahead of" : "behind"} this machine's`,
      "Synchronise both with a time server: the names and records of migrations hold times, and certificates end.",
    ),
  ];
}

export function judgePrivileges(facts: ServerFacts): Finding[] {
  const { user, isSuperuser } = facts;
  const role = quoteIdentifier(user);
  if (isSuperuser) return [ok(`${user} is a superuser, and may do everything`)];
  const missing: string[] = [];
  if (facts.mayWriteLedger === false) missing.push("write dbfirst's ledger");
  if (facts.mayWriteLedger === null && !facts.mayCreateSchema)
    missing.push("create the schema of dbfirst's ledger");
  if (facts.mayCreateTable === false && !facts.mayCreateSchema) missing.push("create tables");
  if (missing.length === 0) return [ok(`${user} may create and record what migrations need`)];
  return [
    warning(
      `${user} may check this database, but not ${missing.join(", nor ")}`,
      `Apply as another role, or: GRANT CREATE ON DATABASE … TO ${role}; GRANT CREATE ON SCHEMA public TO ${role};${facts.mayWriteLedger === false ? ` GRANT USAGE ON SCHEMA dbfirst TO ${role}; GRANT SELECT, INSERT, UPDATE, DELETE ON dbfirst.ledger TO ${role};` : ""}`,
    ),
  ];
}
