import { betterAuth } from "better-auth";
import { Pool, type PoolConfig } from "pg";
import { dbCredentials } from "../drizzle.config.ts";
import { authOptions } from "../src/database/auth.options.ts";

/**
 * For Better Auth's generator alone: it writes SQL only when it talks to the database itself, and wants an `auth` that
 * it can import. The application uses src/database/auth.ts. The pool connects on its first query.
 */
export const auth = betterAuth({ ...authOptions, database: new Pool(poolConfig()) });

function poolConfig(): PoolConfig {
  if (dbCredentials === undefined) {
    throw new Error(
      "No database: set DATABASE_URL, or keep the embedded one running with `dbfirst up`.",
    );
  }
  return "url" in dbCredentials ? { connectionString: dbCredentials.url } : dbCredentials;
}
