import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createShadow, type Shadow } from "../../src/postgres/shadow.ts";
import { formatUrl } from "../../src/postgres/url.ts";
import { createProject, repository, type ProjectFolder } from "../e2e/command-line.ts";
import { majorsFolder } from "../support/majors-folder.ts";
import { commandsOf, readPages, type ShownCommand } from "./pages.ts";

// Each command that a page shows is run, in the order of the page, in a copy of this repository's own example; or another
// test runs it, which is said here; or it can't be run here, and why is said here, too.

/** A test that runs these commands, or `null` and the reason why none does. */
const elsewhere: readonly [file: string, command: RegExp, test: string | null, reason?: string][] =
  [
    ["README.md", /^npx -y pnpm@[\d.]+ test$/, null, "it is this"],
    [
      "README.md",
      /^(npx drizzle-dbfirst init|npm install |npx dbfirst |pnpm add )/,
      "test/e2e/init.integration.test.ts",
    ],
    ["docs/existing-project.md", /./, "test/e2e/init.integration.test.ts"],
    ["docs/set-ups.md", /./, "test/e2e/set-ups.integration.test.ts"],
    ["docs/extensions.md", /^dbfirst check-drift --shadow-url /, "test/e2e/shadow-url.test.ts"],
    ["docs/extensions.md", /^(docker run|export) /, null, "its image is somebody else's"],
    ["docs/watch.md", /^dbfirst sync --watch$/, "test/e2e/watch.integration.test.ts"],
    ["docs/deployment.md", /^docker compose /, "test/e2e/docker-compose.integration.test.ts"],
    ["docs/deployment.md", /^make /, "test/e2e/deployment.integration.test.ts"],
    ["docs/deployment.md", /^kubectl /, null, "it needs a cluster; the manifest's command is run"],
    ["docs/studio.md", /^dbfirst studio$/, "test/studio/studio.integration.test.ts"],
    [
      "docs/configuration.md",
      /^git rm |^dbfirst (?:create squashed |baseline --forget-missing$|check-drift$)/,
      "test/e2e/create-from-database.integration.test.ts",
    ],
    ["docs/rollback.md", /^git /, "test/e2e/other-branches.integration.test.ts"],
    ["docs/several-systems.md", /--source api/, "test/e2e/several-systems.integration.test.ts"],
    ["docs/psql-compatibility.md", /./, null, "it takes PostgreSQL's sources, and minutes"],
    ["docs/tls.md", /^(openssl |DATABASE_URL=)/, "test/e2e/tls.integration.test.ts"],
  ];

/** What has to be done before a command, by page and the command's place on it; and how it ends, if not well. */
interface Setting {
  /** On a server whose major the installed pg_dump can back up. */
  server?: true;
  before?: Record<number, (project: ProjectFolder) => unknown>;
  codes?: Record<number, number>;
}

const synced = async (project: ProjectFolder) => succeed(project, "sync");
const afresh = async (project: ProjectFolder) => {
  await project.run(["down"]);
  rmSync(join(project.path, ".dbfirst"), { recursive: true, force: true });
};

const settings: Record<string, Setting> = {
  "README.md": {
    before: {
      1: afresh,
      2: async (project) => {
        await succeed(
          project,
          "psql",
          "-c",
          "alter policy event_of_own_organization on audit.event using (true)",
        );
        await succeed(
          project,
          "psql",
          "-c",
          "alter table issue alter column title type varchar(200)",
        );
      },
    },
    codes: { 2: 1 },
  },
  "docs/backup.md": { server: true, before: { 0: synced } },
  "docs/better-auth.md": {
    before: {
      0: (project) => {
        const config = readFileSync(join(repository, "scripts/example-auth.cli.ts"), "utf8");
        project.write("auth.ts", config.replaceAll('"../src/', '"./src/'));
      },
      2: (project) => execa("git", ["init", "-q"], { cwd: project.path }),
    },
  },
  "docs/deployment.md": { server: true },
  "docs/doctor.md": { before: { 0: synced } },
  "docs/drizzle-migrations.md": {
    before: {
      2: (project) => {
        const file = "src/database/schemas/project.ts";
        const text = project
          .read(file)
          .replace(/^(\s+)name: /m, "$1dueDate: date(),\n$1name: ")
          .replace(/import \{(?=[^}]*\} from "drizzle-orm\/pg-core")/, "import { date,");
        project.write(file, text);
      },
    },
  },
  "docs/rollback.md": {
    before: {
      0: async (project) => {
        await synced(project);
        const labels = `insert into organization (id, name, slug, "createdAt") values ('o', 'O', 'o', now());
insert into label (organization_id, name) values ('o', 'a'), ('o', 'b');`;
        await succeed(project, "psql", "-v", "ON_ERROR_STOP=1", "-c", labels);
      },
    },
  },
  "docs/several-systems.md": {
    before: {
      2: synced,
      4: (project) =>
        project.write(
          "dbfirst.config.ts",
          `const url = process.env.SERVER;
export default { databases: ["primary", "secondary"].map((name) => ({ name, url: url + name })) };\n`,
        ),
    },
  },
};

async function succeed(project: ProjectFolder, ...args: string[]): Promise<void> {
  const { code, shown } = await project.run(args);
  if (code !== 0) throw new Error(`dbfirst ${args.join(" ")}: ${shown}`);
}

const pages = readPages().flatMap((page) => {
  const commands = commandsOf(page).filter(
    ({ command }) => exceptionFor(page.file, command) === undefined,
  );
  return commands.length === 0 ? [] : [{ file: page.file, commands }];
});

function exceptionFor(file: string, command: string) {
  return elsewhere.find(([page, pattern]) => page === file && pattern.test(command));
}

describe.each(pages)("$file", { timeout: 600_000 }, ({ file, commands }) => {
  const { server: onServer, before = {}, codes = {} } = settings[file] ?? {};
  let project: ProjectFolder;
  let server: Shadow | undefined;
  let env: Record<string, string> = {};
  beforeAll(async () => {
    project = createProject("example");
    if (
      onServer !== true &&
      !commands.some(({ command }) => /DATABASE_URL=|--database/.test(command))
    )
      return;
    const major = onServer === true ? 15 : undefined;
    const places = { projectDir: repository, searchFolders: [majorsFolder] };
    server = await createShadow({ ...places, major, loopback: true });
    const named = formatUrl(await server.createDatabase("app"));
    for (const name of ["primary", "secondary"]) await server.createDatabase(name);
    env = { NAMED: named, SERVER: named.replace(/app(\?.*)?$/, "") };
    if (onServer === true) env["DATABASE_URL"] = named;
  }, 600_000);
  afterAll(async () => {
    await project?.dispose();
    await server?.dispose();
  });

  it.each(commands.map((command, index) => ({ ...command, index })))(
    "$line: $command",
    async ({ index, command, output }) => {
      await before[index]?.(onServer === true ? withEnvironment(project, env) : project);
      const { code, shown } = await runShown(project, command, env);
      expect(code, shown).toBe(codes[index] ?? 0);
      const pattern = output === undefined ? /^/ : patternOf(output);
      expect(withoutNote(likeShown(shown), pattern)).toMatch(pattern);
    },
  );
});

/** The same project, whose commands name the server's database. */
function withEnvironment(project: ProjectFolder, env: Record<string, string>): ProjectFolder {
  return { ...project, run: (args) => project.run(args, env) };
}

/** As a shell would, where `dbfirst` is the command line that was built for the tests. */
async function runShown(project: ProjectFolder, command: string, env: Record<string, string>) {
  const line = command
    .replace(/^npx -y pnpm@[\d.]+ |^pnpm /, "npx ")
    .replace(/^npx db:/, "dbfirst ")
    .replace(/^((?:[A-Z_]+=\S+ )?)npx /, "$1")
    .replace(/^DATABASE_URL=\S+ /, 'DATABASE_URL="$NAMED" ')
    // A busy machine needs more than the default to look for causes.
    .replace(/\bdbfirst check-drift\b(?!.*--(?:quick|self-test))/, "$& --patience 100");
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^(DATABASE_|PG|NO_COLOR|FORCE_COLOR|CI$|VITEST|NODE_OPTIONS|BETTER_AUTH)/.test(name),
  );
  const { exitCode, all } = await execa(`dbfirst() { node "$DBFIRST" "$@"; }; ${line}`, {
    shell: "/bin/bash",
    cwd: project.path,
    env: {
      ...(Object.fromEntries(inherited) as Record<string, string>),
      ...env,
      DBFIRST: inject("commandLine"),
    },
    extendEnv: false,
    reject: false,
    all: true,
    stdin: "ignore",
    timeout: 300_000,
  });
  return { code: exitCode, shown: all };
}

/** What is the same each time: without durations, and what a slow machine says of its progress. */
function likeShown(text: string): string {
  return text
    .split("\n")
    .filter((line) => !/^\S.*…$/.test(line))
    .map((line) =>
      line
        .replaceAll(/\b\d+(\.\d+)? m?s\b/g, "TIME")
        .replaceAll(/(?<=\S) +/g, " ")
        .trimEnd(),
    )
    .join("\n")
    .trim();
}

/** The first line, which says which database it is, isn't always shown. */
function withoutNote(text: string, pattern: RegExp): string {
  return pattern.source.startsWith("^Database: ") ? text : text.replace(/^Database: .*\n/, "");
}

/** An ellipsis on a page is whatever is there; on a line of its own, so many lines. */
function patternOf(output: readonly string[]): RegExp {
  const lines = likeShown(output.join("\n"))
    .split("\n")
    .map((line) =>
      line.trim() === "…"
        ? "(?:.*\n)*?.*"
        : line
            .split("…")
            .map((text) => escaped(text))
            .join(".*"),
    );
  return new RegExp(`^${lines.join("\n")}$`);
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}

describe("what isn't run here", () => {
  it.each(elsewhere)("%s, %s: %s", (file, command, test, reason) => {
    const shown: ShownCommand[] = readPages().flatMap((page) =>
      page.file === file ? commandsOf(page) : [],
    );
    expect(shown.filter((one) => command.test(one.command)).length).toBeGreaterThan(0);
    expect(test === null ? reason !== undefined : existsSync(join(repository, test))).toBe(true);
  });
});
