import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loadModule } from "../../src/config/load-module.ts";
import { projectFolder } from "../support/project-folder.ts";
import { exampleDirectory } from "./example-database.ts";

const repository = fileURLToPath(exampleDirectory);
const whileEmbeddedRuns = { ".dbfirst/url": "postgres://app:pw@127.0.0.1:5999/app\n" };

beforeEach(() => {
  for (const name of ["URL", "HOST", "PORT", "USERNAME", "PASSWORD", "NAME"]) {
    vi.stubEnv(`DATABASE_${name}`, undefined);
  }
});
afterEach(() => vi.unstubAllEnvs());

/** Loads the repository's drizzle.config.ts from a folder of its own, where a server runs or doesn't. */
async function load(files: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const text = await readFile(join(repository, "drizzle.config.ts"), "utf8");
  const project = await projectFolder({ "drizzle.config.ts": text, ...files });
  await symlink(join(repository, "node_modules"), join(project, "node_modules"), "junction");
  return loadModule(join(project, "drizzle.config.ts"), "drizzle.config.ts");
}

test("names no database when nobody does", async () => {
  const config = await load();
  expect(config).toMatchObject({ dialect: "postgresql", out: "./drizzle" });
  expect(config).not.toHaveProperty("dbCredentials");
});

test("finds the embedded server while it runs", async () => {
  expect(await load(whileEmbeddedRuns)).toMatchObject({
    dbCredentials: { url: "postgres://app:pw@127.0.0.1:5999/app" },
  });
});

test("takes the parts from the environment, the embedded server or not", async () => {
  vi.stubEnv("DATABASE_HOST", "db.example");
  vi.stubEnv("DATABASE_PORT", "6543");
  vi.stubEnv("DATABASE_USERNAME", "ada");
  vi.stubEnv("DATABASE_PASSWORD", "p@ss/word");
  vi.stubEnv("DATABASE_NAME", "waypoint");
  expect(await load(whileEmbeddedRuns)).toMatchObject({
    dbCredentials: {
      host: "db.example",
      port: 6543,
      user: "ada",
      password: "p@ss/word",
      database: "waypoint",
    },
  });
});

test("prefers DATABASE_URL", async () => {
  vi.stubEnv("DATABASE_HOST", "db.example");
  vi.stubEnv("DATABASE_URL", "postgres://elsewhere/app");
  expect(await load()).toMatchObject({ dbCredentials: { url: "postgres://elsewhere/app" } });
});
