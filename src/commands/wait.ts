import { ExitCode, UsageError } from "../errors.ts";
import { defineCommand } from "./command.ts";
import { namedTarget, openProject, waitFor } from "./open-project.ts";
import { waitingOptions } from "./shared-options.ts";

/** Seconds. */
const usualWait = 30;

export const waitCommand = defineCommand({
  name: "wait",
  summary: "Wait until the database answers a query.",
  description: `Waits until the database answers a query, not just until its port is open, and says what it is waiting
for. A wrong password or certificate ends it at once, because waiting doesn't help with those.`,
  options: waitingOptions(usualWait),
  examples: [["dbfirst wait --timeout 60", "at the start of a deployment"]],
  async run(context, { options }) {
    const anywhere = (options.url ?? context.env.DATABASE_URL) !== undefined;
    const project = await openProject(context, { anywhere });
    const target = await namedTarget(context, project, options);
    if (target === undefined) {
      throw new UsageError("no database is named, and the embedded one needs no waiting for", {
        hint: "Set DATABASE_URL, or pass --url; `dbfirst up` starts the embedded database.",
      });
    }
    const { settings } = await waitFor(context, target, options.timeout ?? usualWait);
    const { describeDatabase } = await import("../postgres/format-url.ts");
    context.console.note(`Ready: ${describeDatabase(settings)}`);
    return ExitCode.ok;
  },
});
