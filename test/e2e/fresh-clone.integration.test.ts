import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { execa } from "execa";
import { parse } from "yaml";
import { runAction } from "../support/run-action.ts";
import { repository } from "./command-line.ts";

// What the README promises, in a fresh clone of the last commit in an empty folder, with an empty home, on the Node
// versions that are supported: the first command leaves every file as it is committed.
describe.each(["20", "22", "24"])("a fresh clone with Node %s", { timeout: 600_000 }, (major) => {
  let folder: string;
  let env: Record<string, string>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "dbfirst-clone-"));
    chmodSync(folder, 0o755);
    await execa("git", ["clone", "-q", "--no-local", repository, join(folder, "clone")]);
    await execa("npm", [
      "install",
      "--prefix",
      join(folder, "node"),
      "--no-audit",
      "--no-fund",
      "--fetch-retries=5",
      `node@${major}`,
    ]);
    const path = [
      join(folder, "node/node_modules/node/bin"),
      dirname(process.execPath),
      "/usr/bin",
      "/bin",
    ];
    env = { HOME: folder, PATH: path.join(delimiter), CI: "true", ...registrySettings() };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

  const run = (command: string) =>
    execa(command, {
      shell: true,
      cwd: join(folder, "clone"),
      env,
      extendEnv: false,
      all: true,
      reject: false,
    });

  it("runs on that Node", async () => {
    expect((await run("node --version")).stdout).toMatch(new RegExp(`^v${major}\\.`));
  });

  it("db:sync gives the committed files", async () => {
    const { exitCode, all } = await run("npx -y pnpm@12.21.0 db:sync");
    expect(exitCode, all).toBe(0);
    expect(all).toContain("no file changed");
    expect((await run("git status --porcelain")).stdout).toBe("");
  });

  it("the pull-request workflow passes", async () => {
    const file = readFileSync(join(repository, ".github/workflows/database.yml"), "utf8");
    const { jobs } = parse(file) as {
      jobs: { "check-drift": { steps: { run?: string; uses?: string; with?: object }[] } };
    };
    const { steps } = jobs["check-drift"];
    const commands = steps.flatMap((step) => step.run ?? []);
    expect(commands).toHaveLength(1);
    for (const command of commands) {
      const { exitCode, all } = await run(command);
      expect(exitCode, all).toBe(0);
    }
    const action = steps.find(({ uses }) => uses === "./")!;
    const { conclusion, outputs, log } = await runAction(join(folder, "clone/action.yml"), {
      workspace: join(folder, "clone"),
      // There is no pull request to comment on.
      inputs: { ...(action.with as Record<string, string>), comment: "false" },
      env,
    });
    expect(conclusion, log).toBe("success");
    expect(outputs).toMatchObject({ verdict: "in-sync", "exit-code": "0" });
  });
});

/** Where packages come from is the machine's business; the rest of its npm settings stay out. */
function registrySettings(): Record<string, string> {
  const kept =
    /^(p?npm_config_(registry|cafile|fetch_retries)|NODE_EXTRA_CA_CERTS|https?_proxy|no_proxy)$/i;
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => kept.test(name)),
  ) as Record<string, string>;
}
