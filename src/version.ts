import { readFileSync } from "node:fs";

interface PackageManifest {
  version: string;
}

// `../package.json` from src/ and, bundled, from dist/.
const manifest = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
) as PackageManifest;

/** Where this program's code is: src/, or, bundled, dist/. */
export const programFolder = import.meta.dirname;

/** Our own version. */
export const toolVersion = manifest.version;
