import { getTsconfig } from "get-tsconfig";

/**
 * How relative imports must end in a project, by the nearest tsconfig.json and what it extends: `.ts` where TypeScript is
 * told to allow that, nothing where a bundler resolves, `.js` elsewhere and without a tsconfig: every resolution
 * understands that.
 */
export function detectImportExtension(directory: string): "" | ".js" | ".ts" {
  const options = getTsconfig(directory)?.config.compilerOptions;
  if (options?.allowImportingTsExtensions || options?.rewriteRelativeImportExtensions) return ".ts";
  const resolution = options?.moduleResolution?.toLowerCase();
  const bundler =
    resolution === "bundler" ||
    (resolution === undefined && options?.module?.toLowerCase() === "preserve");
  return bundler ? "" : ".js";
}
