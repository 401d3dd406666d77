import { readFileSync } from "node:fs";

/** The text of a file of `queries/`. The bundle has them all in place of this module: scripts/bundle.ts. */
export function queryText(name: string): string {
  return readFileSync(new URL(`./queries/${name}.sql`, import.meta.url), "utf8");
}
