import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, it } from "vitest";
import { createProject } from "../e2e/command-line.ts";
import { authFiles, createExampleDatabase, exampleDirectory } from "./example-database.ts";

// Better Auth's own command line as a witness: it finds nothing to add to what the committed files give.
it("@better-auth/cli finds the example's tables complete", { timeout: 120_000 }, async () => {
  const database = await createExampleDatabase();
  try {
    const before = authFiles();
    const { exitCode, all } = await execa(
      "better-auth",
      ["generate", "-y", "--config", "scripts/example-auth.cli.ts"],
      {
        cwd: fileURLToPath(exampleDirectory),
        preferLocal: true,
        env: { DATABASE_URL: database.url, BETTER_AUTH_TELEMETRY: "0" },
        stdin: "ignore",
        all: true,
        reject: false,
      },
    );
    expect(all).toContain("already up to date");
    expect(exitCode).toBe(0);
    expect(authFiles()).toEqual(before);
    expect(readdirSync(exampleDirectory)).not.toContain("auth-schema.ts");
  } finally {
    await database.drop();
  }
});

it(
  "auth generate writes the last file again, but for a newline at its end, where it is gone",
  { timeout: 120_000 },
  async () => {
    const project = createProject("example");
    try {
      const config = "scripts/example-auth.cli.ts";
      project.write(config, readFileSync(new URL(config, exampleDirectory), "utf8"));
      const generate = ["auth", "generate", "--auth-config", config];
      const complete = await project.run(generate);
      expect(complete.stdout, complete.shown).toContain("Nothing to write");

      const last = authFiles().at(-1)!;
      project.remove(last.path);
      const { code, shown } = await project.run(generate);
      expect(code, shown).toBe(0);
      const [written = ""] = Object.keys(project.files())
        .filter((file) => file.startsWith("better-auth_migrations/"))
        .toReversed();
      expect(project.read(written)).toBe(`${last.text}\n`);
    } finally {
      await project.dispose();
    }
  },
);
