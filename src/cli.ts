#!/usr/bin/env node
import { start } from "./cli/start.ts";

// The only place that knows the process.
start(process, async (argv, host) => {
  if (argv[0] === "psql") {
    const { runPsqlAlone } = await import("./cli/psql-alone.ts");
    const code = await runPsqlAlone(argv.slice(1), host);
    if (code !== undefined) return code;
  }
  const { main } = await import("./cli/main.ts");
  return main(argv, host);
});
