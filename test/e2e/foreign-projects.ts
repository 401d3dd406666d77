import { createHash } from "node:crypto";
import { alembicFiles } from "../support/alembic-files.ts";

// Projects of somebody else's, as they were before dbfirst came.

const json = (value: object) => `${JSON.stringify({ private: true, ...value }, undefined, 2)}\n`;

/** A workspace of pnpm's, with a schema by hand and a migration that drizzle-kit 0.31 made of it. */
export const drizzleWorkspace = {
  "package.json": json({ name: "monorepo", packageManager: "pnpm@10.20.0" }),
  "pnpm-workspace.yaml": "packages:\n  - packages/*\n",
  "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
  ".gitignore": "node_modules\n",
  "packages/web/package.json": json({ name: "web" }),
  "packages/db/package.json": json({
    name: "@monorepo/db",
    type: "module",
    scripts: { "db:generate": "drizzle-kit generate" },
    dependencies: { "drizzle-orm": "^0.45.4", postgres: "^3.4.9" },
    devDependencies: { "drizzle-kit": "^0.31.11" },
  }),
  "packages/db/drizzle.config.ts": `export default {
  dialect: "postgresql",
  schema: "./src/schema.ts",
  out: "./drizzle",
  dbCredentials: { url: process.env.DATABASE_URL },
};
`,
  "packages/db/src/schema.ts": `import { pgTable, serial, text } from "drizzle-orm/pg-core";

export const notes = pgTable("notes", { id: serial().primaryKey(), body: text().notNull() });
`,
  "packages/db/drizzle/0000_start.sql": `CREATE TABLE "notes" (
	"id" serial PRIMARY KEY NOT NULL,
	"body" text NOT NULL
);
`,
  "packages/db/drizzle/meta/_journal.json": `{
  "version": "7",
  "dialect": "postgresql",
  "entries": [
    { "idx": 0, "version": "7", "when": 1735689600000, "tag": "0000_start", "breakpoints": true }
  ]
}
`,
};

/** What drizzle-orm's migrator leaves in a database. */
export function migratedByDrizzle(files: typeof drizzleWorkspace): string {
  const hash = createHash("sha256")
    .update(files["packages/db/drizzle/0000_start.sql"])
    .digest("hex");
  return `create schema drizzle;
create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
insert into drizzle.__drizzle_migrations (hash, created_at) values ('${hash}', 1735689600000);`;
}

/** node-pg-migrate, and a service in Python with Alembic. */
export const twoMigrators = {
  "package.json": json({
    name: "bookings",
    type: "module",
    packageManager: "yarn@1.22.22",
    scripts: { migrate: "node-pg-migrate up -m db/migrations" },
    dependencies: { "node-pg-migrate": "9.0.0", pg: "8.23.1" },
  }),
  "yarn.lock": "# yarn lockfile v1\n",
  ".gitignore": "node_modules/\n__pycache__/",
  "db/migrations/1735121431651_rooms.sql": `-- Up Migration
create table rooms (id int primary key, name text not null);
-- Down Migration
drop table rooms;
`,
  "backend/requirements.txt": "alembic\npsycopg2-binary\n",
  ...alembicFiles({
    column: `"room_id", sa.Integer, sa.ForeignKey("rooms.id")`,
    variable: "SQLALCHEMY_URL",
    settings:
      "script_location = %(here)s/alembic\nsqlalchemy.url = postgresql+psycopg2://localhost/dev",
  }),
};
