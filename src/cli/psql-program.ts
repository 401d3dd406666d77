import { runPsqlAlone } from "./psql-alone.ts";
import { start } from "./start.ts";

/** What cli.ts does for `dbfirst psql`, for a bundle of one file: all but the engine is loaded only if it is needed. */
start(process, async (argv, host) => {
  const code = await runPsqlAlone(argv.slice(1), host);
  if (code !== undefined) return code;
  const { main } = await import("./main.ts");
  return main(argv, host);
});
