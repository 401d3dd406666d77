/**
 * Session settings for introspection, over whatever `ALTER ROLE … SET` or `ALTER DATABASE … SET` say: what the server
 * prints (functions and types with or without their schema, dates, numbers) must depend on nothing but the schema.
 * `public` is what drizzle-kit takes unqualified names to mean.
 */
export const pinnedSession: Readonly<Record<string, string>> = {
  search_path: "public",
  TimeZone: "UTC",
  DateStyle: "ISO, MDY",
  IntervalStyle: "postgres",
  extra_float_digits: "1",
  quote_all_identifiers: "off",
  statement_timeout: "0",
  lock_timeout: "0",
  client_encoding: "UTF8",
};
