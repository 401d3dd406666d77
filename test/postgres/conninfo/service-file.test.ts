import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConnectionSettings } from "../../../src/postgres/settings.ts";
import { parseUrl } from "../../../src/postgres/url.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dbfirst-services-"));
  writeFileSync(
    join(folder, ".pg_service.conf"),
    "[own]\nhost=db\nport=5433\nuser=alice\ndbname=shop\npassword=secret\nsslmode=require\n",
  );
  mkdirSync(join(folder, "system"));
  writeFileSync(join(folder, "system/pg_service.conf"), "[own]\nhost=other\n[shared]\nhost=a,b\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(url: string): ConnectionSettings {
  const env = { HOME: folder, PGSYSCONFDIR: join(folder, "system") };
  return parseUrl(url, { env, warn: () => undefined });
}

test("a URL's service says what the URL leaves out", () => {
  expect(read("postgres://?service=own")).toMatchObject({
    host: "db",
    port: 5433,
    user: "alice",
    database: "shop",
    password: "secret",
    ssl: { mode: "require" },
  });
  expect(read("postgres://bob@/app?service=own")).toMatchObject({ user: "bob", database: "app" });
});

test("the user's file goes before the machine's", () => {
  expect(read("postgres://?service=own").host).toBe("db");
  expect(read("postgres://u@?service=shared").servers?.map(({ host }) => host)).toEqual(["a", "b"]);
});

test("a service that isn't there is an error", () => {
  expect(() => read("postgres://?service=nosuch")).toThrow(
    'definition of service "nosuch" not found',
  );
});
