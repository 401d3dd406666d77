import { PostgreSqlContainer, type StartedPostgreSqlContainer } from "@testcontainers/postgresql";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { packageVersions } from "../../src/postgres/embedded/install-command.ts";
import { createProject, type ProjectFolder } from "../e2e/command-line.ts";
import { startDockerEngine, type DockerEngine } from "../support/docker-engine.ts";
import { buildPostgresImages } from "../support/postgres-image.ts";

// PostgreSQL in containers, as most people run it: every major, started by testcontainers on an engine of the test's own.

const majors = Object.keys(packageVersions).map(Number);

let engine: DockerEngine;
let project: ProjectFolder;
beforeAll(async () => {
  engine = await startDockerEngine();
  await buildPostgresImages(engine, majors);
  process.env["DOCKER_HOST"] = engine.host;
  // Its helper's image would have to be pulled; the engine is stopped with all that it runs.
  process.env["TESTCONTAINERS_RYUK_DISABLED"] = "true";
});
afterAll(() => engine?.stop());
beforeEach(() => {
  project = createProject("example");
});
afterEach(() => project.dispose());

/** testcontainers puts both into a shell's command, unquoted. */
const password = "pass/word@:";

async function startContainer(major: number): Promise<StartedPostgreSqlContainer> {
  let log = "";
  try {
    return await new PostgreSqlContainer(`dbfirst-postgres:${major}`)
      .withUsername("owner")
      .withPassword(password)
      .withDatabase("app")
      .withLogConsumer((lines) => lines.on("data", (line: Buffer) => (log += line.toString())))
      .start();
  } catch (cause) {
    throw new Error(`PostgreSQL ${major} doesn't run in its container:\n${log}`, { cause });
  }
}

describe.each(majors)("PostgreSQL %i in a container", (major) => {
  it("takes the example's migrations, is as committed, and as pulled anew", async () => {
    const container = await startContainer(major);
    try {
      const env = { DATABASE_URL: container.getConnectionUri() };
      const committed = Object.keys(project.files());
      for (const command of ["apply", "check-drift", "pull", "check-drift"]) {
        const { code, shown } = await project.run([command], env);
        expect(code, shown).toBe(0);
      }
      expect(Object.keys(project.files())).toEqual(committed);
      const version = await project.run(["psql", "-Atc", "show server_version_num"], env);
      expect(Math.floor(Number(version.stdout) / 10_000)).toBe(major);
      expect(project.shown()).not.toContain(password);
    } finally {
      await container.stop();
    }
  });
});
