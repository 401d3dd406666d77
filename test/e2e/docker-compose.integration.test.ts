import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { createTestDatabase } from "../support/database.ts";
import { createDeploymentProject } from "../support/deployment-project.ts";
import { startDockerEngine, type DockerEngine } from "../support/docker-engine.ts";
import type { ForeignProject } from "../support/foreign-project.ts";
import { buildNodeImage } from "../support/node-image.ts";
import { startPackageRegistry, type PackageRegistry } from "../support/package-registry.ts";
import { buildPostgresImages } from "../support/postgres-image.ts";

// docs/deployment/docker-compose.yml and its Dockerfile, by docker-compose on an engine of the test's own. The two images
// that they begin with are made of this machine's programs; everything else is as it stands there.

/** Milliseconds: npm installs, and the engine unpacks. */
const timeout = 600_000;

const password = "9f2c7e4a1b";

let engine: DockerEngine;
let registry: PackageRegistry;
let npmCache: string;
let project: ForeignProject;
let env: Record<string, string>;

beforeAll(async () => {
  [engine, registry] = await Promise.all([startDockerEngine(), startPackageRegistry()]);
  npmCache = mkdtempSync(join(tmpdir(), "dbfirst-npm-"));
  const database = await createTestDatabase();
  project = await createDeploymentProject(registry, {
    commandLine: inject("commandLine"),
    databaseUrl: database.url,
    npmCache,
  });
  await database.drop();
  const packages = join(project.path, "node_modules");
  await Promise.all([
    buildPostgresImages(engine, [17], "postgres"),
    buildNodeImage(engine, "node:22-slim", { npmCache, packages }),
  ]);
  // The app of the tests listens on loopback unless it is told otherwise.
  project.write({
    ".env": `POSTGRES_PASSWORD=${password}\n`,
    "docker-compose.override.yml": "services: { app: { environment: { HOST: 0.0.0.0 } } }\n",
  });
  env = {
    PATH: process.env["PATH"]!,
    HOME: project.path,
    DOCKER_HOST: engine.host,
    // By the engine itself: Docker's own command line isn't needed.
    COMPOSE_DOCKER_CLI_BUILD: "0",
    COMPOSE_PROJECT_NAME: "dbfirst",
    // Seconds: it gives up after a minute where the disk is slow.
    COMPOSE_HTTP_TIMEOUT: "600",
    // Any that are free.
    POSTGRES_PORT: "0",
    PORT: "0",
  };
}, timeout);
afterAll(async () => {
  if (env !== undefined) await compose("down", "--volumes", "--timeout", "1");
  await engine?.stop();
  project?.dispose();
  await registry?.dispose();
  if (npmCache !== undefined) rmSync(npmCache, { recursive: true, force: true });
}, timeout);

async function compose(...words: string[]): Promise<{ code: number | undefined; shown: string }> {
  const { exitCode, all } = await execa("docker-compose", words, {
    cwd: project.path,
    env,
    extendEnv: false,
    reject: false,
    all: true,
    stdin: "ignore",
  });
  return { code: exitCode, shown: all };
}

/** Where a port of a service is on this machine: `127.0.0.1:49153`. */
async function addressOf(service: string, port: number): Promise<string> {
  return (await compose("port", service, String(port))).shown.trim();
}

it("starts the database, migrates it, and starts the app on it", { timeout }, async () => {
  const { code, shown } = await compose("up", "--build", "--detach");
  const log = (await compose("logs", "--no-color", "migrate")).shown;
  expect(code, shown + log).toBe(0);
  expect(log).toContain("Database: app on database:5432 as app (DATABASE_URL)");
  expect(log).toContain("Applied 1 migration");
  expect(log).toContain("In sync");
  expect((await compose("logs")).shown).not.toContain(password);

  const [app, database] = [await addressOf("app", 3000), await addressOf("database", 5432)];
  // The app's container has started, which isn't yet the app.
  const retry = { retries: 1000, delay: 100 };
  const answer = async (): Promise<string> => (await fetch(`http://${app}/`)).text();
  expect(await retried(answer, retry)).toBe("ready");
  const url = `postgres://app:${password}@${database}/app`;
  const status = await project.shell(`DATABASE_URL='${url}' npx dbfirst status --exit-code`);
  expect(status.code, status.shown).toBe(0);
});

it("starts no app where a migration fails", { timeout }, async () => {
  await compose("rm", "--stop", "--force", "app");
  project.write({ "better-auth_migrations/2.sql": "alter table nothing add column x int;\n" });
  const { code, shown } = await compose("up", "--build", "--detach");
  expect(code, shown).not.toBe(0);
  expect(shown).toMatch(/exited with code 2|exit 2/);
  const log = (await compose("logs", "--no-color", "migrate")).shown;
  expect(log).toContain("better-auth_migrations/2.sql:1:1");
  expect((await compose("ps", "--quiet", "app")).shown).toBe("");
});

async function retried<T>(
  work: () => Promise<T>,
  { retries, delay }: { retries: number; delay: number },
): Promise<T> {
  for (let left = retries; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
}
