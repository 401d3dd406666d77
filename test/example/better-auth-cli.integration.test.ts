import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, it } from "vitest";
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
