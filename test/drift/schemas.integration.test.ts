import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog } from "../../src/catalog/fact.ts";
import { readCatalog } from "../../src/catalog/read.ts";
import { compareFacts } from "../../src/drift/compare/compare.ts";
import type { ConnectionSettings } from "../../src/postgres/settings.ts";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { formatUrl } from "../../src/postgres/url.ts";
import { createProject } from "../e2e/command-line.ts";
import { majorsFolder } from "../support/majors-folder.ts";
import { findingsOf, runStatements } from "./change-suite.ts";
import { clientOptions, loadSchema, schemaFiles } from "./schema-files.ts";

const majors = [14, 15, 16, 17, 18] as const;
/** Debian's pg_dump reads this version and no newer one. */
const dumpable = 15;
const loader = { user: "dbfirst_loader", password: "loader" };
const shadows = new Map<number, Shadow>();

beforeAll(async () => {
  for (const major of majors) {
    const options = { projectDir: process.cwd(), searchFolders: [majorsFolder], loopback: true };
    shadows.set(major, await createShadow({ ...options, major }));
  }
});
afterAll(async () => {
  for (const shadow of shadows.values()) await shadow.dispose();
});

function differencesBetween(before: Catalog, after: Catalog): string[] {
  return findingsOf(compareFacts(before, after));
}

async function databaseOf(major: number): Promise<ConnectionSettings> {
  return shadows.get(major)!.createDatabase();
}

/** The same database as another superuser sees it. */
async function asLoader(settings: ConnectionSettings): Promise<ConnectionSettings> {
  await runStatements(settings, [
    `DO $$ BEGIN CREATE ROLE ${loader.user} SUPERUSER LOGIN PASSWORD '${loader.password}'; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`,
  ]);
  return { ...settings, ...loader };
}

describe.each(schemaFiles())("the schema $name", (file) => {
  const loaded = new Map<number, { settings: ConnectionSettings; catalog: Catalog }>();
  const complaints: string[] = [];

  beforeAll(async () => {
    for (const major of majors) {
      const settings = await databaseOf(major);
      const complaint = await loadSchema(settings, file);
      if (complaint === undefined)
        loaded.set(major, { settings, catalog: await readCatalog(settings) });
      else complaints.push(`${major}: ${complaint}`);
    }
  });

  it("loads, and is read as a whole", () => {
    // The project's own load everywhere; one of a corpus may need what a version or a server lacks.
    expect(file.isOwn ? complaints : []).toEqual([]);
    expect(loaded.size, complaints.join("\n")).toBeGreaterThan(1);
    for (const { catalog } of loaded.values()) {
      expect(catalog.facts.length).toBeGreaterThan(50);
      expect(catalog.unmodeled).toEqual([]);
    }
  });

  it("is the same on every two versions", () => {
    const pairs = [...loaded].flatMap(([a, one]) =>
      [...loaded].map(([b, other]) => [
        `${a} and ${b}`,
        differencesBetween(one.catalog, other.catalog),
      ]),
    );
    expect(pairs.filter(([, differences]) => differences!.length > 0)).toEqual([]);
  });

  it("is the same in a copy by pg_dump and psql, as another superuser's", async () => {
    const { settings, catalog } = loaded.get(dumpable)!;
    const from = clientOptions(settings);
    const dump = await execa("pg_dump", ["--schema-only", ...from.args], from);
    const copy = await asLoader(await databaseOf(dumpable));
    const to = clientOptions(copy);
    // What the one who loaded the original owns or gives is now the other's.
    const script = dump.stdout.replaceAll(/ (OWNER TO|FOR ROLE) postgres\b/g, ` $1 ${loader.user}`);
    await execa("psql", ["-qX", "-v", "ON_ERROR_STOP=1", ...to.args], {
      ...to,
      input: script,
      stdout: "ignore",
    });
    expect(differencesBetween(catalog, await readCatalog(copy))).toEqual([]);
  });

  it("is the same in a copy by pg_dump's custom format and pg_restore", async () => {
    const { settings, catalog } = loaded.get(dumpable)!;
    const archive = join(tmpdir(), `dbfirst-${file.name}-${process.pid}.dump`);
    try {
      const from = clientOptions(settings);
      await execa("pg_dump", ["--format=custom", `--file=${archive}`, ...from.args], from);
      const copy = await databaseOf(dumpable);
      const to = clientOptions(copy);
      await execa("pg_restore", ["--exit-on-error", ...to.args, archive], to);
      expect(differencesBetween(catalog, await readCatalog(copy))).toEqual([]);
    } finally {
      await rm(archive, { force: true });
    }
  });

  it("is the same whatever the database and the role have set", async () => {
    for (const { settings, catalog } of loaded.values()) {
      const unusual = [
        "search_path = chance, public, pg_temp",
        "DateStyle = 'German, DMY'",
        "IntervalStyle = sql_standard",
        "TimeZone = 'Asia/Kathmandu'",
        "lc_messages = 'C'",
        "quote_all_identifiers = on",
        "bytea_output = escape",
        "extra_float_digits = -10",
        "xmlbinary = hex",
        "client_encoding = 'LATIN1'",
      ];
      const database = `"${settings.database}"`;
      await runStatements(
        settings,
        unusual.flatMap((setting) => [
          `ALTER DATABASE ${database} SET ${setting}`,
          `ALTER ROLE CURRENT_USER IN DATABASE ${database} SET ${setting}`,
        ]),
      );
      expect(differencesBetween(catalog, await readCatalog(settings))).toEqual([]);
      await runStatements(settings, [
        `ALTER DATABASE ${database} RESET ALL`,
        `ALTER ROLE CURRENT_USER IN DATABASE ${database} RESET ALL`,
      ]);
    }
  });

  it("is in sync right after a pull", async () => {
    const project = createProject({
      "drizzle.config.ts":
        'import { defineConfig } from "drizzle-kit";\nexport default defineConfig({ dialect: "postgresql", schema: "./src/schema/index.ts", out: "./drizzle" });\n',
    });
    try {
      const url = formatUrl(loaded.get(17)!.settings);
      const pulled = await project.run(["pull", "--no-prove", "--url", url]);
      expect(pulled.code, pulled.shown).toBe(0);
      const checked = await project.run(["check-drift", "--url", url]);
      expect(checked.code, checked.shown).toBe(0);
    } finally {
      await project.dispose();
    }
  });
});
