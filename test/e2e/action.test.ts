import { readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createTestDatabase, runOn, type TestDatabase } from "../support/database.ts";
import { serveComments, type CommentServer } from "../support/github-comments.ts";
import { runAction, type ActionRun } from "../support/run-action.ts";
import { createProject, repository, type ProjectFolder } from "./command-line.ts";

// action.yml, its steps run as GitHub's runner does, on this repository's own example in a folder of a repository.
describe("action.yml", { timeout: 120_000 }, () => {
  let project: ProjectFolder;
  let database: TestDatabase;
  const token = "ghs_secret_of_the_job";

  beforeAll(async () => {
    project = createProject("example");
    database = await createTestDatabase();
    const { code, shown } = await project.run(["apply", "--url", database.url]);
    if (code !== 0) throw new Error(shown);
  }, 120_000);
  afterAll(async () => {
    await project.dispose();
    await database.drop();
  });

  const run = (inputs: Record<string, string>, api?: CommentServer): Promise<ActionRun> =>
    runAction(join(repository, "action.yml"), {
      workspace: dirname(project.path),
      inputs: {
        command: `node ${inject("commandLine")}`,
        "working-directory": basename(project.path),
        url: database.url,
        ...inputs,
      },
      github: { token, event: { pull_request: { number: 7 } } },
      env: {
        PATH: process.env["PATH"]!,
        GITHUB_API_URL: api?.url ?? "http://127.0.0.1:1",
        GITHUB_REPOSITORY: "owner/name",
      },
    });

  it("passes where all is well, and says so in the summary", async () => {
    const { conclusion, outputs, summary, log } = await run({});
    expect(conclusion, log).toBe("success");
    expect(outputs).toMatchObject({
      verdict: "in-sync",
      findings: "0",
      files: "0",
      pending: "0",
      "exit-code": "0",
    });
    expect(summary).toContain("### ✅ Schema: in sync");
    expect(log).not.toContain("::error");
  });

  describe("with drift", () => {
    beforeAll(() =>
      runOn(
        database.settings,
        `create table "::error file=x::" (id int); alter table public.issue alter column title type varchar(200);`,
      ),
    );
    afterAll(() =>
      runOn(
        database.settings,
        `drop table "::error file=x::"; alter table public.issue alter column title type text;`,
      ),
    );

    let drifted: ActionRun;
    it("fails, with outputs, annotations on lines of the repository, a summary, and every report", async () => {
      drifted = await run({});
      const { conclusion, outputs, summary, log } = drifted;
      expect(conclusion).toBe("failure");
      expect(outputs).toMatchObject({ verdict: "drift", findings: "2", "exit-code": "1" });
      expect(log).toMatch(
        new RegExp(
          `^::error file=${basename(project.path)}/drizzle/20260504101830_projects_and_issues/migration\\.sql,line=\\d+,title=column public\\.issue\\.title::`,
          "m",
        ),
      );
      expect(summary).toContain("| column `public.issue.title` `type` | changed |");
      for (const file of ["drift.json", "drift.md", "drift.html", "drift.sarif", "drift.xml"])
        expect(statSync(join(outputs["reports"]!, file)).size).toBeGreaterThan(100);
      expect(outputs["sarif"]).toBe(join(outputs["reports"]!, "drift.sarif"));
      expect(log).not.toContain(new URL(database.url).password || "no password");
    });

    it("prints the text report where the runner takes nothing in it for a command", () => {
      const { log } = drifted;
      const [, stop] = /^::stop-commands::([\w-]{36})$/m.exec(log)!;
      const report = log.slice(log.indexOf(`::stop-commands::${stop}`), log.indexOf(`::${stop}::`));
      expect(report).toContain("✗ Drift: 2 differences");
      expect(report).toContain('public."::error file=x::"');
      const commands = log
        .split(`::${stop}::`)[1]!
        .split("\n")
        .filter((line) => line.includes("::"));
      for (const line of commands) expect(line).toMatch(/^::(?:error|warning|notice) [^:]*::/);
    });

    it("doesn't fail where that isn't wanted, and leaves out what isn't", async () => {
      const { conclusion, summary, log, outputs } = await run({
        fail: "false",
        arguments: "--quick",
        annotations: "false",
        summary: "false",
      });
      expect(conclusion).toBe("success");
      expect(outputs["verdict"]).toBe("drift");
      expect(summary).toBe("");
      expect(log).not.toMatch(/^::error/m);
    });

    it("takes arguments over several lines, as a YAML block has them", async () => {
      const { outputs, log } = await run({
        arguments: "--quick\n--output extra.json\n",
        fail: "false",
      });
      expect(outputs["verdict"]).toBe("drift");
      expect(log).toContain("Written: extra.json");
      project.remove("extra.json");
    });

    it.each(["annotations", "summary", "comment", "fail"])(
      "fails where %s is neither true nor false, and passes over nothing",
      async (input) => {
        const { conclusion, log } = await run({ arguments: "--quick", [input]: "yes" });
        expect(conclusion).toBe("failure");
        expect(log).toContain(
          `::error title=dbfirst check-drift::The input ${input} is neither true nor false.`,
        );
      },
    );

    it("comments only when asked to, once, and brings that comment up to date", async () => {
      const api = await serveComments(token);
      // From others: one that only looks like ours, and a page full of talk.
      const mark = `<!-- dbfirst check-drift in ${basename(project.path)} -->`;
      api.comments.push(
        { id: 1, user: { login: "mallory" }, body: `${mark}\nall is well` },
        ...Array.from({ length: 120 }, (_, i) => ({
          id: i + 2,
          user: { login: "octocat" },
          body: "Looks good",
        })),
      );
      await run({ arguments: "--quick" }, api);
      expect(api.calls).toEqual([]);

      await run({ comment: "true", arguments: "--quick" }, api);
      expect(api.comments).toHaveLength(122);
      expect(api.comments.at(-1)!.body).toMatch(
        new RegExp(
          `^${mark}\n\`${basename(project.path)}\`\n\n<!-- dbfirst check-drift -->\n### ❌ Schema drift: 2 differences\n`,
        ),
      );

      await runOn(database.settings, `alter table public.issue alter column title type varchar(9)`);
      const again = await run({ comment: "true", arguments: "--quick" }, api);
      expect(again.conclusion).toBe("failure");
      expect(api.comments).toHaveLength(122);
      expect(api.comments.at(-1)!.body).toContain("character varying(9)");
      expect(api.comments[0]!.body).toBe(`${mark}\nall is well`);
      expect(api.calls.at(-1)).toBe("PATCH /repos/owner/name/issues/comments/122");
      expect(again.log).not.toContain(token);
    });

    it("has a comment for each name, as of a matrix, which says what it is about", async () => {
      const api = await serveComments(token);
      const comment = { comment: "true", arguments: "--quick", fail: "false" };
      const folder = basename(project.path);
      for (const name of ["staging", "production", "staging"]) {
        const { summary } = await run({ ...comment, "comment-name": name }, api);
        expect(summary).toMatch(new RegExp(`^\`${folder}\`, \`${name}\`\n\n<!-- dbfirst`));
      }
      expect(api.comments.map(({ body }) => body.split("\n").slice(0, 2))).toEqual([
        [`<!-- dbfirst check-drift in ${folder}_staging -->`, `\`${folder}\`, \`staging\``],
        [`<!-- dbfirst check-drift in ${folder}_production -->`, `\`${folder}\`, \`production\``],
      ]);
    });

    it("warns where the comment is refused, as for a fork", async () => {
      const api = await serveComments(token);
      api.refuseWith = 403;
      const { conclusion, log } = await run(
        { comment: "true", fail: "false", arguments: "--quick" },
        api,
      );
      expect(conclusion).toBe("success");
      expect(log).toContain(
        `::warning title=dbfirst check-drift::The comment couldn't be written: GitHub answered 403`,
      );
      expect(log).toContain("A pull request from a fork hasn't.");
    });

    it("says why the comment couldn't be written, and nothing of permissions, where GitHub can't be reached", async () => {
      const { conclusion, log } = await run({
        comment: "true",
        fail: "false",
        arguments: "--quick",
      });
      expect(conclusion).toBe("success");
      expect(log).toMatch(/::warning [^\n]*couldn't be written: fetch failed: [^\n]+/);
      expect(log).not.toContain("permission");
    });
  });

  it.each(["", "./"])("names no folder where the project is the repository: %j", async (folder) => {
    const { summary } = await runAction(join(repository, "action.yml"), {
      workspace: project.path,
      inputs: {
        command: `node ${inject("commandLine")}`,
        "working-directory": folder,
        url: database.url,
      },
      env: { PATH: process.env["PATH"]! },
    });
    expect(summary).toMatch(/^<!-- dbfirst check-drift -->\n### ✅/);
  });

  it("adds no comment where all is well and none is there", async () => {
    const api = await serveComments(token);
    const { conclusion } = await run({ comment: "true", arguments: "--quick" }, api);
    expect(conclusion).toBe("success");
    expect(api.calls).toEqual(["GET /repos/owner/name/issues/7/comments"]);
  });

  it("fails with verdict unknown where check-drift can't tell, and shows why", async () => {
    const api = await serveComments(token);
    const url = "postgres://nobody:hunter2hunter2@127.0.0.1:1/none";
    const { conclusion, outputs, summary, log } = await run({ url, comment: "true" }, api);
    expect(conclusion).toBe("failure");
    expect(outputs).toMatchObject({ verdict: "unknown", findings: "0", "exit-code": "2" });
    expect(summary).toContain("check-drift can't tell");
    expect(summary).toContain("    error: ");
    expect(log).toContain("::error title=dbfirst check-drift::");
    expect(api.comments[0]!.body).toContain("check-drift can't tell");
    for (const text of [summary, log, api.comments[0]!.body])
      expect(text).not.toContain("hunter2hunter2");
  });

  it.each(["node -e process.exit(0)", "node -e process.exit(1)", "no-such-program", ""])(
    "fails with verdict unknown where something else ran: %j",
    async (command) => {
      const { conclusion, outputs, summary } = await run({ command });
      expect(conclusion).toBe("failure");
      expect(outputs).toMatchObject({ verdict: "unknown", "exit-code": "2" });
      expect(summary).toContain("check-drift can't tell");
    },
  );

  it("shows the end of a long log as code, whatever is in it", async () => {
    const print = `console.log("x".repeat(5000)+"\\n\u{1F600}\\ttail".repeat(60));process.exit(2)`;
    const { summary, conclusion } = await run({ command: `node -e ${print}` });
    expect(conclusion).toBe("failure");
    const lines = summary.split("\n").slice(4, -1);
    expect(lines).toHaveLength(50);
    expect(new Set(lines)).toEqual(new Set(["    \u{1F600}\ttail"]));
  });

  it("says that it failed where all is well and a report of one's own can't be written", async () => {
    const given = "--quick --output package.json/drift.md";
    const { conclusion, outputs, log } = await run({ arguments: given });
    expect(conclusion).toBe("failure");
    expect(outputs).toMatchObject({ verdict: "in-sync", "exit-code": "2" });
    expect(log).toContain("::error title=dbfirst check-drift::It ended with exit code 2;");
  });

  it("names each input and output with what it is for", () => {
    const text = readFileSync(join(repository, "action.yml"), "utf8");
    expect(text.match(/^ {2}[\w-]+:\n {4}description: \S/gm)!.length).toBeGreaterThan(15);
  });
});
