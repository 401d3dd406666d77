import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { parse } from "yaml";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { serveComments } from "../support/github-comments.ts";
import { runAction } from "../support/run-action.ts";
import { createProject, repository, type ProjectFolder } from "./command-line.ts";

// docs/pull-requests.md: each mistake is made on a copy of its repository, and the comment that the action writes is held
// against the text. With UPDATE_DOCS=1 in the environment, what the tool says is written into the text instead.

const page = join(repository, "docs/pull-requests.md");
const isUpdating = process.env["UPDATE_DOCS"] === "1";

/** The text between `<!-- NAME:start -->` and `<!-- NAME:end -->`. */
function block(name: string): string {
  const text = readFileSync(page, "utf8");
  const [start, end] = [`<!-- ${name}:start -->\n`, `<!-- ${name}:end -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < 0) throw new Error(`docs/pull-requests.md lacks ${start.trim()} … ${end}`);
  return text.slice(from + start.length, to);
}

function expectDocumented(name: string, content: string): void {
  const wanted = `\n${content.trimEnd()}\n\n`;
  if (isUpdating) {
    const mark = `<!-- ${name}:start -->\n`;
    const text = readFileSync(page, "utf8").replace(mark + block(name), () => mark + wanted);
    writeFileSync(page, text);
  }
  expect(block(name)).toBe(wanted);
}

/** As a block of text that nothing in it ends. */
const fenced = (language: string, text: string) => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
};

/** A code block of the page by the comment on its first line. */
function fileOfPage(path: string): string {
  const blocks = readFileSync(page, "utf8").matchAll(
    /^```(?:sql|ts)\n(?:--|\/\/) (\S+)\n([\s\S]*?)^```$/gm,
  );
  const found = [...blocks].find((match) => match[1] === path);
  if (found === undefined) throw new Error(`docs/pull-requests.md doesn't show ${path}`);
  return found[2]!;
}

/** The package isn't installed in its own repository, and `defineConfig` only gives types. */
function configWithoutPackage(text: string): string {
  return text.replace(/^import .*\n/, "const defineConfig = (config: object) => config;\n");
}

const drizzleConfig = `import { defineConfig } from "drizzle-kit";
export default defineConfig({
  dialect: "postgresql",
  schema: "./src/database/schemas/index.ts",
  out: "./drizzle",
});
`;

describe("docs/pull-requests.md", { timeout: 300_000 }, () => {
  let project: ProjectFolder;
  let staging: TestDatabase;
  let committed: Record<string, string>;

  const restore = () => {
    for (const file of Object.keys(project.files())) if (!(file in committed)) project.remove(file);
    for (const [file, text] of Object.entries(committed)) project.write(file, text);
  };

  /** `dbfirst sync` on a database of the author's own. */
  const syncOnFreshDatabase = async () => {
    const own = await createTestDatabase();
    const { code, shown } = await project.run(["sync", "--url", own.url]);
    await own.drop();
    if (code !== 0) throw new Error(shown);
  };

  const pullRequest = async (url: string | undefined) => {
    const api = await serveComments("token");
    const { log } = await runAction(join(repository, "action.yml"), {
      workspace: project.path,
      inputs: {
        command: `node ${inject("commandLine")}`,
        url: url ?? "",
        comment: "true",
        // A machine that is busy with other tests needs more than the default to look for lines.
        arguments: "--patience 120",
      },
      github: { token: "token", event: { pull_request: { number: 7 } } },
      env: {
        PATH: process.env["PATH"]!,
        GITHUB_API_URL: api.url,
        GITHUB_REPOSITORY: "owner/name",
      },
    });
    expect(api.comments).toHaveLength(1);
    const [, stop] = /^::stop-commands::(\S+)$/m.exec(log)!;
    const report = log.slice(log.indexOf("✗"), log.indexOf("Written:"));
    expect(log).toContain(`::${stop}::`);
    return { comment: api.comments[0]!.body, report };
  };

  beforeAll(async () => {
    project = createProject({
      "drizzle.config.ts": drizzleConfig,
      "dbfirst.config.ts": configWithoutPackage(fileOfPage("dbfirst.config.ts")),
      "sql/001-shop.sql": fileOfPage("sql/001-shop.sql"),
    });
    staging = await createTestDatabase();
    const { code, shown } = await project.run(["sync", "--url", staging.url]);
    if (code !== 0) throw new Error(shown);
    committed = project.files();
  }, 300_000);
  afterAll(async () => {
    await project.dispose();
    await staging.drop();
  });

  it("lists what the action takes and gives", () => {
    const action = parse(readFileSync(join(repository, "action.yml"), "utf8")) as Record<
      "inputs" | "outputs",
      Record<string, { description: string; default?: string }>
    >;
    expect(Object.keys(action.inputs)).toContain("comment");
    const inputs = Object.entries(action.inputs).map(
      ([name, { description, default: value = "" }]) =>
        `| \`${name}\` | ${value === "" ? "" : `\`${value}\``} | ${description} |`,
    );
    const outputs = Object.entries(action.outputs).map(
      ([name, { description }]) => `| \`${name}\` | ${description} |`,
    );
    expectDocumented(
      "action",
      [
        "| input | default | |\n|---|---|---|",
        ...inputs,
        "",
        "| output | |\n|---|---|",
        ...outputs,
      ].join("\n"),
    );
  });

  it("a change by hand", async () => {
    const change = `ALTER TABLE product ALTER COLUMN title TYPE varchar(200);
ALTER TABLE product ADD COLUMN discount numeric;
CREATE OR REPLACE FUNCTION cheap(product) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT $1.price < 25
$$;`;
    const undo = `ALTER TABLE product ALTER COLUMN title TYPE text;
ALTER TABLE product DROP COLUMN discount;
CREATE OR REPLACE FUNCTION cheap(product) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT $1.price < 10
$$;`;
    await runOn(staging.settings, change);
    const { comment, report } = await pullRequest(staging.url);
    await runOn(staging.settings, undo);
    expect(comment).toContain("3 differences");
    expectDocumented("change-by-hand:change", fenced("sql", change));
    expectDocumented("change-by-hand:comment", fenced("markdown", comment));
    expectDocumented("change-by-hand:log", fenced("text", report));
  });

  const newFile = "sql/002-stock.sql";
  const stock = "ALTER TABLE product ADD COLUMN stock integer DEFAULT 0 NOT NULL;\n";

  it("a new SQL file without a pull", async () => {
    project.write(newFile, stock);
    const { comment } = await pullRequest(undefined);
    restore();
    expect(comment).toContain("not pulled yet");
    expectDocumented("forgot-pull:change", fenced("sql", `-- ${newFile}\n${stock}`));
    expectDocumented("forgot-pull:comment", fenced("markdown", comment));
  });

  it("a new SQL file that the database doesn't have", async () => {
    project.write(newFile, stock);
    await syncOnFreshDatabase();
    const { comment } = await pullRequest(staging.url);
    restore();
    expect(comment).toContain("brought by a pending migration");
    expectDocumented("not-applied:comment", fenced("markdown", comment));
  });

  it("an edited generated file", async () => {
    const file = "src/database/schemas/product.ts";
    const before = project.read(file);
    const after = before.replace("title: text().notNull()", "title: text()");
    expect(after).not.toBe(before);
    project.write(file, after);
    const { comment } = await pullRequest(undefined);
    restore();
    expect(comment).toContain("1 generated file changed by hand");
    expectDocumented(
      "edited-file:change",
      fenced("diff", `  // ${file}\n-   title: text().notNull(),\n+   title: text(),`),
    );
    expectDocumented("edited-file:comment", fenced("markdown", comment));
  });

  it("an edited migration", async () => {
    const file = "sql/001-shop.sql";
    project.write(
      file,
      project.read(file).replace("title text NOT NULL", "title varchar(80) NOT NULL"),
    );
    await syncOnFreshDatabase();
    const { comment } = await pullRequest(staging.url);
    restore();
    expect(comment).toContain("1 applied SQL file edited");
    expectDocumented(
      "edited-migration:change",
      fenced("diff", `  -- ${file}\n-   title text NOT NULL,\n+   title varchar(80) NOT NULL,`),
    );
    expectDocumented("edited-migration:comment", fenced("markdown", comment));
  });

  it("a merge conflict in the snapshot", async () => {
    const line = /^\{"kind":"column","object":"public\.product\.title".*\n/m;
    const text = project.read("drizzle/catalog.json");
    expect(text).toMatch(line);
    project.write(
      "drizzle/catalog.json",
      text.replace(line, (whole) => `<<<<<<< HEAD\n${whole}=======\n${whole}>>>>>>> feature\n`),
    );
    const { comment } = await pullRequest(undefined);
    restore();
    expect(comment).toContain("drizzle/catalog.json");
    expectDocumented("conflict:comment", fenced("markdown", comment));
  });
});
