import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { authOptions } from "./auth.options.ts";
import * as schema from "./schemas/index.ts";

/** A drizzle database over any driver; Better Auth's adapter asks no more of it. */
export type AuthDatabase = Parameters<typeof drizzleAdapter>[0];

export interface AuthSettings {
  /** Signs cookies and encrypts secrets: 32 random characters or more. */
  secret: string;
  /** Where the application is reached: `https://waypoint.example`. */
  baseURL: string;
}

/** Better Auth on the pulled schema. Opens no connection of its own. */
export function createAuth(database: AuthDatabase, settings: AuthSettings) {
  return betterAuth({
    ...authOptions,
    ...settings,
    database: drizzleAdapter(database, { provider: "pg", schema }),
  });
}

export type Auth = ReturnType<typeof createAuth>;
