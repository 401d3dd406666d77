import { expect, test } from "vitest";
import { UsageError } from "../../../src/errors.ts";
import type { ConnectionSettings } from "../../../src/postgres/settings.ts";
import { parseCommandLine } from "../../../src/psql/program/command-line.ts";
import { settingsOfCommandLine } from "../../../src/psql/program/command-line-settings.ts";

const from = (env: Record<string, string>, ...argv: string[]): ConnectionSettings =>
  settingsOfCommandLine(parseCommandLine(argv), undefined, { env, warn: () => undefined });

test("PGHOSTADDR is what is dialled, PGHOST the name", () => {
  expect(from({ PGHOSTADDR: "192.0.2.7" }).host).toBe("192.0.2.7");
  expect(from({ PGHOSTADDR: "192.0.2.7", PGHOST: "a" })).toMatchObject({
    host: "a",
    address: "192.0.2.7",
  });
});

test("a service that isn't there is never passed over", () => {
  const env = { PGSERVICE: "production", PGSERVICEFILE: "/nonexistent/services" };
  expect(() => from(env)).toThrow(UsageError);
  expect(() => from(env, "-d", "shop")).toThrow('service file "/nonexistent/services" not found');
});

test("variables that something else overrides needn't be right", () => {
  const env = { PGHOST: "a,b", PGPORT: "x", PGSSLMODE: "y" };
  const url = "postgres://me@db:5433/shop?sslmode=disable";
  expect(from(env, url)).toMatchObject({ host: "db", port: 5433, database: "shop" });
});

test("a database that nobody names is called as the user", () => {
  expect(from({ PGUSER: "a" }, "-U", "b").database).toBe("b");
  expect(from({ PGUSER: "a", PGDATABASE: "c" }, "-U", "b").database).toBe("c");
  expect(from({}, "postgres://b@h/").database).toBe("b");
  expect(from({ PGUSER: "a" }, "user=b").database).toBe("b");
});

test("a URL of --url may be in other clients' manner, one of -d only in libpq's", () => {
  const url = "postgres://me@db/shop?schema=app&pgbouncer=true";
  expect(from({}, "--url", url).parameters).toMatchObject({ search_path: '"app"' });
  expect(() => from({}, "-d", url)).toThrow('invalid URI query parameter: "schema"');
});
