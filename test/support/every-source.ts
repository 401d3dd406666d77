import { alembicFiles } from "./alembic-files.ts";

const betterAuth = `create table "user" ("id" text not null primary key, "name" text not null, "email" text not null unique);\n`;
const alembic = alembicFiles({ column: `"user_id", sa.Text, sa.ForeignKey("user.id")` });
const goMigrator = {
  "service/dbconfig.yml": `development:
  dialect: postgres
  datasource: \${SERVICE_DATABASE_URL}
  dir: migrations
`,
  "service/migrations/1_bookings.sql": `-- +migrate Up
create table bookings (id serial primary key, user_id text references "user" (id));
-- +migrate Down
drop table bookings;
`,
};
const sources = {
  "better-auth": `{ name: "better-auth", kind: "sql", directory: "better-auth_migrations" }`,
  app: `{ name: "app", kind: "node-pg-migrate", directory: "migrations", requires: ["public.user"] }`,
  api: `{ name: "api", kind: "command", directory: "backend/alembic/versions", workingDirectory: "backend",
    up: "alembic upgrade head", bookkeeping: "public.alembic_version" }`,
  service: `{ name: "service", kind: "command", directory: "service/migrations", workingDirectory: "service",
    up: "sql-migrate up", bookkeeping: "public.gorp_migrations", env: { SERVICE_DATABASE_URL: "{url}" } }`,
};
/** A project with SQL files, node-pg-migrate, Alembic (libpq) and sql-migrate (Go), each on tables of the first. */
export const everySource = {
  "drizzle.config.ts": `import { defineConfig } from "drizzle-kit";
export default defineConfig({ dialect: "postgresql", schema: "./src/schema/index.ts", out: "./drizzle" });
`,
  "dbfirst.config.ts": `export default { sources: [${Object.values(sources).join(",\n")}] };\n`,
  "better-auth_migrations/2025-12-25T13-10-31.651Z.sql": betterAuth,
  "migrations/1735121431651_projects.sql": `-- Up Migration
create table projects (id serial primary key, owner_id text not null references "user" (id));
-- Down Migration
drop table projects;
`,
  ...alembic,
  ...goMigrator,
};
/** What they make together. */
export const everyTable = [
  "alembic_version",
  "bookings",
  "gorp_migrations",
  "jobs",
  "pgmigrations",
  "projects",
  "user",
];
