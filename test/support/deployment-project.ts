import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../e2e/command-line.ts";
import { createForeignProject, type ForeignProject } from "./foreign-project.ts";
import type { PackageRegistry } from "./package-registry.ts";

/** The text of one of the examples in docs/deployment/. */
export const example = (file: string) =>
  readFileSync(join(repository, "docs/deployment", file), "utf8");

/** An app that has the package as a dependency, and the examples in the places where they say they belong. */
const files = {
  "package.json": JSON.stringify({
    name: "app",
    private: true,
    type: "module",
    scripts: { build: "mkdir -p dist && cp src/server.js dist/" },
  }),
  "src/server.js": `import { createServer } from "node:http";
if (!process.env.DATABASE_URL) throw new Error("no DATABASE_URL");
const { PORT = 3000, HOST } = process.env;
createServer((_, response) => response.end("ready")).listen(PORT, HOST);\n`,
  "drizzle.config.ts": `export default {
  dialect: "postgresql",
  schema: "./src/database/schemas/index.ts",
  out: "./drizzle",
  dbCredentials: { url: process.env.DATABASE_URL! },
};\n`,
  "better-auth_migrations/1.sql": "create table team (id integer primary key, name text);\n",
  ".gitignore": "node_modules\ndist\nbackups\ndeploy.log\n.dbfirst\n.env\n",
  Makefile: example("Makefile"),
  Dockerfile: example("Dockerfile"),
  ".dockerignore": example(".dockerignore"),
  "docker-compose.yml": example("docker-compose.yml"),
  ".github/workflows/deploy.yml": example("deploy.yml"),
};

/**
 * Makes that app, with its packages, its committed schema and all of it in git.
 *
 * @param commandLine the package's program, and an empty database of which it takes the schema.
 * @param npmCache where npm keeps what it downloads, if not where it usually does.
 */
export async function createDeploymentProject(
  registry: PackageRegistry,
  {
    commandLine,
    databaseUrl,
    npmCache,
  }: { commandLine: string; databaseUrl: string; npmCache?: string },
): Promise<ForeignProject> {
  const env = {
    // A lock file as npm writes it by default: what is in the cache is found without a registry.
    npm_config_omit_lockfile_registry_resolved: "false",
    ...(npmCache !== undefined && { npm_config_cache: npmCache }),
  };
  const project = await createForeignProject(files, { registry, env });
  const succeed = async (line: string) => {
    const { code, shown } = await project.shell(line);
    if (code !== 0) throw new Error(`${line}: ${shown}`);
  };
  await succeed("npm install drizzle-dbfirst");
  completeLockFile(join(project.path, "package-lock.json"));
  await succeed(`DATABASE_URL='${databaseUrl}' node '${commandLine}' sync --no-prove`);
  await succeed("git add -A && git commit -qm 'with dbfirst'");
  return project;
}

/** A registry may lack the packages of other platforms; `npm ci` wants them in the lock file all the same. */
function completeLockFile(file: string): void {
  type Entry = { version?: string; optional?: boolean; os?: string[] };
  const lock = JSON.parse(readFileSync(file, "utf8")) as {
    packages: Record<string, Entry & { optionalDependencies?: Record<string, string> }>;
  };
  for (const { optionalDependencies = {} } of Object.values({ ...lock.packages }))
    for (const [name, version] of Object.entries(optionalDependencies))
      lock.packages[`node_modules/${name}`] ??= { version, optional: true, os: ["none"] };
  writeFileSync(file, JSON.stringify(lock, undefined, 2));
}
