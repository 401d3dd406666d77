const betterAuth = `create table "user" ("id" text not null primary key, "name" text not null, "email" text not null unique);\n`;
const alembic = {
  "backend/alembic.ini": "[alembic]\nscript_location = alembic\n",
  // psycopg2 takes all of the connection from libpq's variables.
  "backend/alembic/env.py": `from alembic import context
from sqlalchemy import create_engine
with create_engine("postgresql+psycopg2://").connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`,
  "backend/alembic/versions/0001_jobs.py": `revision = "0001"
down_revision = None
from alembic import op
import sqlalchemy as sa
def upgrade():
    op.create_table("jobs", sa.Column("id", sa.Integer, primary_key=True), sa.Column("user_id", sa.Text, sa.ForeignKey("user.id")))
def downgrade():
    op.drop_table("jobs")
`,
};
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
