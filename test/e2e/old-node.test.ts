import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, inject, it } from "vitest";
import { repository } from "./command-line.ts";

/** `dbfirst --version` as a Node of another version would run it, as far as it says which it is. */
async function runAs(version: string): Promise<{ code: number | undefined; stderr: string }> {
  const pretended = JSON.stringify({ ...process.versions, node: version });
  const preload = `data:text/javascript,${encodeURIComponent(
    `Object.defineProperty(process, "versions", { value: ${pretended} });
     Object.defineProperty(process, "version", { value: "v${version}" });`,
  )}`;
  const { exitCode, stderr } = await execa(
    "node",
    ["--import", preload, inject("commandLine"), "--version"],
    { reject: false, env: { NODE_DISABLE_COMPILE_CACHE: "1" } },
  );
  return { code: exitCode, stderr };
}

describe("the oldest Node", () => {
  it.each(["18.20.8", "20.18.3", "21.7.3", "22.11.0"])(
    "%s is too old, and told so",
    async (old) => {
      expect(await runAs(old)).toEqual({
        code: 2,
        stderr: `error: dbfirst needs Node 20.19, 22.12 or newer; this is v${old}\nhint: Install a current Node: https://nodejs.org`,
      });
    },
  );

  it.each(["20.19.0", "22.12.0", "24.0.0"])("%s will do", async (version) => {
    expect(await runAs(version)).toEqual({ code: 0, stderr: "" });
  });

  it("is that of package.json", () => {
    const { engines } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
      engines: { node: string };
    };
    expect(engines.node).toBe("^20.19.0 || >=22.12.0");
  });
});
