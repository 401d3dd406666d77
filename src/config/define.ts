import type { DbfirstConfig } from "./schema.ts";

export type { DbfirstConfig } from "./schema.ts";

/**
 * Types and completion for `dbfirst.config.ts`. Returns its argument.
 *
 * @example
 * export default defineConfig({ sources: [{ name: "better-auth", kind: "sql", directory: "better-auth_migrations" }] });
 */
export function defineConfig(config: DbfirstConfig): DbfirstConfig {
  return config;
}
