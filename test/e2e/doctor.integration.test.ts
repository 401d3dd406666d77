import { readFileSync, symlinkSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { certificateFile } from "../support/certificates.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { startPooler } from "../support/pooler.ts";
import { startTlsServer, urlWith, type TlsServer } from "../support/tls-server.ts";
import { createProject, repository, type ProjectFolder } from "./command-line.ts";

// The command as people run it, on real servers with something wrong.

let server: TlsServer;
let database: TestDatabase;
let project: ProjectFolder;
beforeAll(async () => {
  server = await startTlsServer();
  database = await createTestDatabase();
  project = createProject("example");
});
afterAll(async () => {
  await project.dispose();
  await database.drop();
  await server.dispose();
});

interface Check {
  check: string;
  level: string;
  message: string;
  remedy: string | null;
}

async function doctor(url: string, ...args: string[]) {
  const { code, stdout } = await project.run(["doctor", "--format", "json", "--url", url, ...args]);
  const { verdict, checks } = JSON.parse(stdout) as { verdict: string; checks: Check[] };
  return {
    code,
    verdict,
    of: (name: string) => checks.filter(({ check }) => check === name),
    checks,
    stdout,
  };
}

describe("doctor", () => {
  it("has nothing against a database that sync has made; its report is what the schema says", async () => {
    const url = database.url;
    expect((await project.run(["sync", "--no-prove", "--url", url])).code).toBe(0);
    const found = await doctor(url);
    expect(found.code).toBe(0);
    for (const check of ["drift", "migrations", "server", "pooler", "privileges", "schema-files"])
      expect(
        found.of(check).map(({ level }) => level),
        check,
      ).toEqual(["ok"]);
    const schema = JSON.parse(
      readFileSync(join(repository, "docs/doctor.schema.json"), "utf8"),
    ) as object;
    const validate = new Ajv({ strict: true }).compile(schema);
    expect(validate(JSON.parse(found.stdout)), JSON.stringify(validate.errors)).toBe(true);
  });

  it("writes lines without colour where there is no terminal", async () => {
    const { stdout, code } = await project.run(["doctor", "--url", database.url], {
      COLUMNS: "80",
    });
    expect(code).toBe(0);
    expect(stdout.split("\n").filter((line) => line.length > 100)).toEqual([]);
    expect(stdout).not.toContain("\u001B[");
    expect(stdout).toMatch(/^Programs\n {2}✓ Node /);
  });

  it("says how the way to the server is protected", async () => {
    const settings = await server.createDatabase();
    const rootCert = certificateFile("authority.crt");
    const verified = await doctor(urlWith(settings, { mode: "verify-full", rootCert }));
    expect(verified.of("encryption")).toMatchObject([
      {
        level: "ok",
        message: "TLSv1.3, sslmode=verify-full: encrypted; authority and host name are checked",
      },
    ]);
    const stranger = certificateFile("stranger.crt");
    const refused = await doctor(urlWith(settings, { mode: "verify-full", rootCert: stranger }));
    expect(refused.code).toBe(2);
    expect(refused.verdict).toBe("problem");
    expect(refused.of("connection")).toMatchObject([
      {
        level: "problem",
        message: expect.stringContaining("authority that isn't trusted") as string,
      },
    ]);
    expect(refused.of("drizzle-config")).toMatchObject([{ level: "ok" }]);
    const plain = await doctor(urlWith(settings, { mode: "disable" }));
    expect(plain.of("connection")[0]?.message).toContain("no encryption");
    expect(plain.stdout).not.toContain(settings.password);
  });

  it("recognises a proxy that pools transactions", async () => {
    const pooler = await startPooler(database.settings, "transaction");
    try {
      const found = await doctor(urlWith(pooler.settings, { mode: "disable" }));
      expect(found.of("pooler")).toMatchObject([
        { level: "problem", remedy: expect.stringContaining("direct URL") as string },
      ]);
      expect(found.of("server")).toMatchObject([{ level: "ok" }]);
    } finally {
      await pooler.dispose();
    }
  });

  it("goes on where .env can't be read, and takes NODE_TLS_REJECT_UNAUTHORIZED for a warning", async () => {
    // A link to itself: root may read what nobody else may.
    symlinkSync(".env", join(project.path, ".env"));
    const { stdout, code } = await project.run(["doctor", "--url", database.url], {
      NODE_TLS_REJECT_UNAUTHORIZED: "0",
    });
    unlinkSync(join(project.path, ".env"));
    expect(code).toBe(2);
    expect(stdout).toContain("✗ .env can't be read");
    expect(stdout).toContain("✓ It answers");
    const warned = await project.run(["doctor", "--url", database.url], {
      NODE_TLS_REJECT_UNAUTHORIZED: "0",
    });
    expect(warned.code).toBe(0);
    expect(warned.stdout).toContain("! NODE_TLS_REJECT_UNAUTHORIZED=0 is set");
  });
});
