import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseUrl } from "../../../src/postgres/url.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dbfirst-passwords-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Found {
  password: string | undefined;
  warnings: string[];
}

function lookUp(url: string, lines: string, { mode = 0o600, env = {} } = {}): Found {
  const file = join(folder, "pgpass");
  rmSync(file, { force: true });
  writeFileSync(file, lines);
  chmodSync(file, mode);
  const warnings: string[] = [];
  const around = { env: { PGPASSFILE: file, ...env }, warn: (text: string) => warnings.push(text) };
  const { password } = parseUrl(url, around);
  return { password, warnings: warnings.map((text) => text.replaceAll(file, "FILE")) };
}

const lines: [line: string, password: string | undefined][] = [
  ["db:5432:shop:alice:secret", "secret"],
  ["*:*:*:*:secret\r", "secret"],
  ["#db:5432:shop:alice:no\n*:*:*:alice:secret", "secret"],
  ["other:*:*:*:no\ndb:*:*:*:first\ndb:*:*:*:second", "first"],
  ["db:5433:*:*:no", undefined],
  ["d*:*:*:*:no", undefined],
  ["\\db:*:sh\\op:*:a\\:b\\\\c:rest", "a:b\\c"],
  ["db:5432:shop:alice:", ""],
  ["db:5432:shop:alice", undefined],
];

test.each(lines)("%j", (line, password) => {
  expect(lookUp("postgres://alice@db/shop", line).password).toBe(password);
});

test("Debian's folder of sockets is called localhost", () => {
  const url = "postgres://alice@/shop?host=/var/run/postgresql";
  expect(lookUp(url, "localhost:*:*:*:secret").password).toBe("secret");
  expect(lookUp("postgres://alice@/shop?host=/run/pg", "/run/pg:*:*:*:secret").password).toBe(
    "secret",
  );
});

test("a file that others may read isn't used, and neither is a folder", () => {
  const open = lookUp("postgres://alice@db/shop", "*:*:*:*:secret", { mode: 0o640 });
  expect(open).toEqual({
    password: undefined,
    warnings: [
      'WARNING: password file "FILE" has group or world access; permissions should be u=rw (0600) or less',
    ],
  });
  const warnings: string[] = [];
  const around = { env: { PGPASSFILE: folder }, warn: (text: string) => warnings.push(text) };
  parseUrl("postgres://alice@db/shop", around);
  expect(warnings).toEqual([`WARNING: password file "${folder}" is not a plain file`]);
});

test("what is given goes before the file: the URL's password, then PGPASSWORD", () => {
  const env = { PGPASSWORD: "of the environment" };
  expect(lookUp("postgres://alice:given@db/shop", "*:*:*:*:no", { env }).password).toBe("given");
  expect(lookUp("postgres://alice@db/shop", "*:*:*:*:no", { env }).password).toBe(
    "of the environment",
  );
});

test("each of several servers has a password of its own", () => {
  const file = join(folder, "several");
  writeFileSync(file, "a:*:*:*:of a\nb:*:*:*:of b\n", { mode: 0o600 });
  const around = { env: {}, warn: () => undefined };
  const { servers } = parseUrl(`postgres://alice@a,b,c/shop?passfile=${file}`, around);
  expect(servers?.map(({ password }) => password)).toEqual(["of a", "of b", undefined]);
});
