import { existsSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { execa } from "execa";

/** Installs what a folder beside the tests locks, once. Registries have their moments: it tries a few times. */
export async function installBeside(folder: string): Promise<void> {
  if (isInstalled(folder)) return;
  for (let attempt = 1; ; attempt += 1) {
    const { failed, exitCode } = await execa("pnpm", ["install", "--frozen-lockfile"], {
      cwd: folder,
      stdio: "inherit",
      timeout: 600_000,
      reject: false,
    });
    if (!failed) return;
    if (attempt === 3) throw new Error(`pnpm install in ${folder} failed: ${exitCode}`);
    await delay(10_000 * attempt);
  }
}

/** What is installed is what the lockfile names. */
function isInstalled(folder: string): boolean {
  const installed = `${folder}/node_modules/.pnpm/lock.yaml`;
  return (
    existsSync(installed) &&
    readFileSync(installed, "utf8") === readFileSync(`${folder}/pnpm-lock.yaml`, "utf8")
  );
}
