import { expect, test } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { parseCommandLine } from "../../src/psql/command-line.ts";
import { settingsOf } from "../../src/psql/command-line-settings.ts";
import { settingsInEnvironment } from "../../src/psql/in-environment.ts";

const from = (env: Record<string, string>, ...argv: string[]) =>
  settingsOf(parseCommandLine(argv), undefined, env);

test("PGHOSTADDR is a server's name, where PGHOST isn't", () => {
  expect(from({ PGHOSTADDR: "192.0.2.7" }).host).toBe("192.0.2.7");
  expect(() => from({ PGHOSTADDR: "192.0.2.7", PGHOST: "a" })).toThrow(UsageError);
});

test("what libpq would read and dbfirst doesn't is never passed over", () => {
  expect(() => from({ PGSERVICE: "production" })).toThrow("service files aren't read");
  expect(() => from({ PGSERVICE: "production" }, "-d", "shop")).toThrow(UsageError);
  expect(() => settingsInEnvironment("dbname=shop", { PGSERVICE: "production" })).toThrow(
    UsageError,
  );
  expect(() => from({ PGHOST: "a,b" })).toThrow("PGHOST names several hosts");
});

test("variables that something else overrides needn't be right", () => {
  const env = { PGSERVICE: "production", PGHOST: "a,b", PGPORT: "x", PGSSLMODE: "y" };
  const url = "postgres://me@db:5433/shop?sslmode=disable";
  expect(from(env, url)).toMatchObject({ host: "db", port: 5433, database: "shop" });
  expect(settingsInEnvironment(url, env)).toMatchObject({ host: "db", port: 5433 });
});

test("a database that nobody names is called as the user", () => {
  expect(from({ PGUSER: "a" }, "-U", "b").database).toBe("b");
  expect(from({ PGUSER: "a", PGDATABASE: "c" }, "-U", "b").database).toBe("c");
  expect(from({}, "postgres://b@h/").database).toBe("b");
  expect(settingsInEnvironment("user=b", { PGUSER: "a" }).database).toBe("b");
});
