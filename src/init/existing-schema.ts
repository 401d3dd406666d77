import { quoteIdentifier, quoteLiteral } from "../postgres/quote.ts";

/** What a dump of a database's schema has to be told, and to be told of. */
export interface ExistingSchema {
  /** The server's. */
  major: number;
  /** Roles that privileges and policies name. They belong to the server, so no dump makes them. */
  roles: readonly string[];
  /** Who owns most: as whoever runs the file will. */
  owner: string;
  /** The schemas to take; undefined: all but those left out. */
  schemas: readonly string[] | undefined;
  /** Extensions in `schemas`. */
  extensions: readonly string[];
  leftOut: {
    schemas: readonly string[];
    /** A schema that is null stands for every one. */
    tables: readonly { schema: string | null; name: string }[];
  };
}

/** pg_dump's arguments: what the catalog looks at, and nothing that a throw-away server hasn't. Pure. */
export function dumpArguments({ schemas, extensions, leftOut }: ExistingSchema): string[] {
  const chosen =
    schemas === undefined
      ? leftOut.schemas.map((name) => `--exclude-schema=${quoteIdentifier(name)}`)
      : [
          ...schemas.map((name) => `--schema=${quoteIdentifier(name)}`),
          ...extensions.map((name) => `--extension=${quoteIdentifier(name)}`),
        ];
  const tables = leftOut.tables.map(
    ({ schema, name }) =>
      `--exclude-table=${schema === null ? "*" : quoteIdentifier(schema)}.${quoteIdentifier(name)}`,
  );
  // A subscription's text has the password of the server that it subscribes to.
  const without = ["--no-owner", "--no-subscriptions", "--no-password"];
  return ["--schema-only", "--encoding=UTF8", ...without, ...chosen, ...tables];
}

/** pg_dump's text as a migration's: it makes the roles that it needs, and holds no password. Pure. */
export function existingMigration(dump: string, { major, roles, owner }: ExistingSchema): string {
  const made = roles.map(
    (role) => `DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${quoteLiteral(role)}) THEN
    CREATE ROLE ${quoteIdentifier(role)};
  END IF;
END $$;
`,
  );
  const why = `-- Roles belong to the server: those that are named below are made where they aren't there.\n`;
  return `${made.length === 0 ? "" : `${why}${made.join("")}\n`}${fitting(dump, { major, owner })}`;
}

/** What pg_dump says in all cases, although not everybody can run it, or may read it. */
function fitting(dump: string, { major, owner }: { major: number; owner: string }): string {
  // pg_dump 17 sets it for any server, and only 17 knows it.
  const known = major >= 17 ? dump : dump.replace(/^SET transaction_timeout = 0;\n/m, "");
  // In quotes where it needs them.
  const ofOwner = [owner, quoteIdentifier(owner)].map(
    (name) => `ALTER DEFAULT PRIVILEGES FOR ROLE ${name} `,
  );
  return (
    known
      // Told which schemas to take, it makes also the one that every database has.
      .replace(/^CREATE SCHEMA public;$/m, "CREATE SCHEMA IF NOT EXISTS public;")
      .replaceAll(sectionOf("DEFAULT ACL"), (section) =>
        ofOwner.reduce(
          (text, words) => text.replaceAll(words, "ALTER DEFAULT PRIVILEGES "),
          section,
        ),
      )
      .replaceAll(sectionOf("USER MAPPING"), (section) =>
        section.replaceAll(/^( +password )'(?:[^']|'')*'/gm, "$1''"),
      )
  );
}

/** A part of a dump, from the comment above it to the next one. */
function sectionOf(type: string): RegExp {
  return new RegExp(
    `^-- Name: [^\\n]*; Type: ${type}; Schema: [^\\n]*\\n--\\n[^]*?(?=^--$|(?![^]))`,
    "gm",
  );
}
