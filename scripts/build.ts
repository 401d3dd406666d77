import { execa } from "execa";
import { bundle } from "./bundle.ts";

// dist/: the bundle and its types.
await bundle("dist");
const { exitCode } = await execa("tsc", ["--project", "tsconfig.build.json"], {
  preferLocal: true,
  stdio: "inherit",
  reject: false,
});
process.exitCode = exitCode ?? 1;
