import { existsSync, readFileSync } from "node:fs";
import { defineConfig } from "drizzle-kit";

const {
  DATABASE_URL,
  DATABASE_HOST,
  DATABASE_PORT,
  DATABASE_USERNAME,
  DATABASE_PASSWORD,
  DATABASE_NAME,
} = process.env;

/** The URL of the embedded server, which `dbfirst up` keeps running. */
const embedded = new URL(".dbfirst/url", import.meta.url);

function credentials() {
  if (DATABASE_URL) return { url: DATABASE_URL };
  if (DATABASE_HOST) {
    return {
      host: DATABASE_HOST,
      port: Number(DATABASE_PORT ?? 5432),
      user: DATABASE_USERNAME ?? "postgres",
      database: DATABASE_NAME ?? "postgres",
      ...(DATABASE_PASSWORD ? { password: DATABASE_PASSWORD } : {}),
    };
  }
  return existsSync(embedded) ? { url: readFileSync(embedded, "utf8").trim() } : undefined;
}

/** Where the database is; undefined when nobody says. */
export const dbCredentials = credentials();

export default defineConfig({
  dialect: "postgresql",
  schema: "./src/database/schemas/index.ts",
  out: "./drizzle",
  // For drizzle-kit alone: dbfirst's ledger and drizzle's own bookkeeping stay out of it.
  schemaFilter: ["public", "audit"],
  ...(dbCredentials ? { dbCredentials } : {}),
});
