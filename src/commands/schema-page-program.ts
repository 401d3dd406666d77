import { fileURLToPath } from "node:url";

/**
 * The program that runs in the page of `report --html`, as one script. The bundle has its text in place of this module:
 * scripts/bundle.ts. Run from the sources, it is made each time.
 */
export async function schemaPageProgram(): Promise<string> {
  const { build } = await import("esbuild");
  const entry = new URL("../report/schema-page/browser/main.ts", import.meta.url);
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    charset: "utf8",
    minify: true,
    write: false,
    logLevel: "warning",
  });
  return outputFiles[0]!.text.trimEnd();
}
