import { describe, expect, it } from "vitest";
import { judgeEncryption } from "../../src/doctor/encryption.ts";
import {
  judgeBetterAuth,
  judgeClients,
  judgeDbfirst,
  judgeKit,
  judgeNode,
  judgeOrm,
  judgeTypeScript,
} from "../../src/doctor/programs.ts";
import { judgeClock, type ServerFacts } from "../../src/doctor/server.ts";
import type { SslMode } from "../../src/postgres/settings.ts";
import { parseUrl } from "../../src/postgres/url.ts";

const add = (name: string) => `add ${name}`;
const levels = (findings: readonly { level: string }[]) => findings.map(({ level }) => level);
const version = (text: string | undefined) => (text === undefined ? undefined : { version: text });

describe("programs and their versions", () => {
  it.each([
    ["v18.20.0", "problem"],
    ["v20.18.3", "problem"],
    ["v20.19.0", "ok"],
    ["v21.7.0", "problem"],
    ["v22.11.0", "problem"],
    ["v22.12.0", "ok"],
    ["v23.0.0", "ok"],
  ])("Node %s: %s", (node, level) => {
    expect(levels(judgeNode(node))).toEqual([level]);
  });

  it.each([
    [undefined, "warning"],
    ["1.2.3", "ok"],
    ["1.2.4", "warning"],
  ])("dbfirst 1.2.3 runs, the project has %s: %s", (installed, level) => {
    const found = installed === undefined ? undefined : { version: installed, folder: "/p" };
    expect(levels(judgeDbfirst({ version: "1.2.3", folder: "/d" }, found, add))).toEqual([level]);
  });

  it.each([
    ["0.45.2", "0.31.8", "ok"],
    ["0.45.2", "1.0.0-rc.5", "warning"],
    ["1.0.0-rc.5", "1.0.0-rc.5", "ok"],
    ["1.0.0-rc.5", "1.0.0-rc.4", "warning"],
    ["1.0.0-rc.5", "0.31.8", "warning"],
  ])("drizzle-orm %s beside drizzle-kit %s: %s", (orm, kit, level) => {
    const line = orm.startsWith("0.") ? "0.45" : "1.0";
    const found = {
      own: version("1"),
      project: version(kit),
      orm: { version: orm, line, tested: true },
    } as const;
    expect(levels(judgeKit(found, "1", add))).toEqual([level]);
  });

  it("a drizzle-kit that isn't the one dbfirst was made for is a problem", () => {
    const found = { project: undefined, orm: undefined };
    expect(levels(judgeKit({ ...found, own: undefined }, "1", add))).toEqual(["problem"]);
    expect(levels(judgeKit({ ...found, own: version("2") }, "1", add))).toEqual(["problem"]);
  });

  it.each([
    ["1.7.7", "1.4.22", undefined, ["ok", "problem"]],
    ["1.4.22", "1.4.22", undefined, ["ok"]],
    ["1.7.7", undefined, "1.7.9", ["ok"]],
    ["1.7.7", "1.4.22", "1.6.0", ["ok", "problem", "problem", "warning"]],
    [undefined, "1.4.22", undefined, []],
  ])("better-auth %s, @better-auth/cli %s, auth %s", (library, oldCli, newCli, expected) => {
    const found = { library: version(library), oldCli: version(oldCli), newCli: version(newCli) };
    expect(levels(judgeBetterAuth(found))).toEqual(expected);
  });

  it("drizzle-orm of other versions, and none; TypeScript 4", () => {
    const other = { version: "1.0.0-rc.9", line: "1.0", tested: false } as const;
    expect(judgeOrm(other, "1.0.0-rc.5", add)[0]?.remedy).toBe("add drizzle-orm@1.0.0-rc.5");
    expect(levels(judgeOrm(undefined, "1", add))).toEqual(["warning"]);
    expect(levels(judgeTypeScript(version("4.9.5")))).toEqual(["warning"]);
    expect(judgeTypeScript(undefined)).toEqual([]);
  });

  const client = (text: string) => ({ version: text, major: Number.parseInt(text, 10) });
  it.each([
    [[client("15.1"), client("17.0")], 17, false, false, ["ok"]],
    [[client("15.1")], 17, false, false, ["warning"]],
    [[], undefined, false, false, ["warning"]],
    [[], undefined, false, true, ["ok"]],
    [[], 17, true, false, ["problem", "warning"]],
  ])(
    "pg_dump %j, server %s, psql wanted %s, embedded %s",
    (dumps, serverMajor, usesPsql, isEmbedded, expected) => {
      expect(levels(judgeClients(dumps, [], { serverMajor, usesPsql, isEmbedded }))).toEqual(
        expected,
      );
    },
  );
});

describe("encryption", () => {
  const now = new Date("2026-01-01");
  const later = new Date("2027-01-01");
  const judge = (host: string, mode: SslMode, protocol: string | undefined, isVerified: boolean) =>
    levels(
      judgeEncryption(
        { ...parseUrl(`postgres://u@${host}/d`), ssl: { mode } },
        { protocol, isVerified, validTo: later },
        now,
      ),
    );
  it.each([
    ["localhost", "prefer", undefined, false, ["ok"]],
    ["127.8.0.1", "require", "TLSv1.3", false, ["ok"]],
    ["db.example", "prefer", undefined, false, ["warning"]],
    ["127.example", "prefer", undefined, false, ["warning"]],
    ["db.example", "require", "TLSv1.3", false, ["warning"]],
    ["db.example", "require", "TLSv1.3", true, ["warning"]],
    ["db.example", "verify-full", "TLSv1.3", true, ["ok"]],
  ] as const)("%s with %s, %s, verified %s", (host, mode, protocol, isVerified, expected) => {
    expect(judge(host, mode, protocol, isVerified)).toEqual(expected);
  });

  it("tells a certificate that ends soon, or has ended", () => {
    const settings = { ...parseUrl("postgres://u@h/d"), ssl: { mode: "verify-full" } } as const;
    const of = (day: string) =>
      levels(
        judgeEncryption(
          settings,
          { protocol: "TLSv1.3", isVerified: true, validTo: new Date(day) },
          now,
        ),
      );
    expect(of("2026-01-20")).toEqual(["ok", "warning"]);
    expect(of("2025-12-31")).toEqual(["ok", "problem"]);
  });
});

describe("clocks", () => {
  const judge = (ahead: number, uncertainty: number) =>
    judgeClock({ clock: { ahead, uncertainty } } as ServerFacts);
  it("may differ by what the way to the server takes, and a little more", () => {
    expect(levels(judge(4000, 1))).toEqual(["ok"]);
    expect(levels(judge(-9000, 8000))).toEqual(["ok"]);
    expect(judge(3_600_000, 5)[0]?.message).toBe(
      "The server's clock is 3,600 s ahead of this machine's",
    );
    expect(judge(-60_000, 5)[0]?.message).toBe("The server's clock is 60 s behind this machine's");
  });
});
