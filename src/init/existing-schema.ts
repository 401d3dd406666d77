import { quoteIdentifier, quoteLiteral } from "../postgres/quote.ts";

/** What a dump of a database's schema has to be told, and to be told of. */
export interface ExistingSchema {
  /** The server's. */
  major: number;
  /** Roles that privileges and policies name. They belong to the server, so no dump makes them. */
  roles: readonly string[];
  /** Statements on the database itself: what stands in front of its name, and behind it. */
  ofDatabase: readonly (readonly [before: string, after: string])[];
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
export function existingMigration(dump: string, schema: ExistingSchema): string {
  const roles = schema.roles.map(
    (role) =>
      `  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${quoteLiteral(role)}) THEN\n    CREATE ROLE ${quoteIdentifier(role)};\n  END IF;\n`,
  );
  const database = schema.ofDatabase.map(
    ([before, after]) =>
      `  EXECUTE ${quoteLiteral(before)} || quote_ident(current_database()) || ${quoteLiteral(after)};\n`,
  );
  return [
    block(
      "Roles belong to the server: those that are named below are made if they aren't there.",
      roles,
    ),
    block("Of the database itself, whatever it is called.", database),
    fitting(dump, schema),
  ].join("");
}

/** Dollar quotes, which can be read, unless names or comments have such themselves. */
function block(says: string, statements: readonly string[]): string {
  if (statements.length === 0) return "";
  const body = `BEGIN\n${statements.join("")}END`;
  const quoted = body.includes("$") ? quoteLiteral(body).trim() : `$$ ${body} $$`;
  return `-- ${says}\nDO ${quoted};\n\n`;
}

/** What pg_dump says in all cases, although not everybody can run it, or may read it. */
function fitting(dump: string, { major, owner }: ExistingSchema): string {
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
        section.replaceAll(/^( +password )'[^']*(?:''[^']*)*'/gm, "$1''"),
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
