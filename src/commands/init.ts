import { ExitCode, UsageError } from "../errors.ts";
import type { Context } from "./command.ts";
import { defineCommand } from "./command.ts";
import { isAttended, readLine } from "./confirm-unless-local.ts";
import { progressOn } from "./progress.ts";
import { databaseOptions } from "./shared-options.ts";

export const initCommand = defineCommand({
  name: "init",
  summary: "Set dbfirst up in an existing project: shows what it would write, and asks.",
  description: `Finds out what migrates the project's database (SQL files, Better Auth, Drizzle, node-pg-migrate, Alembic and others),
which package manager and workspace it uses, and what is in the database, if one is named. Then it shows what it would write:
scripts in package.json, drizzle.config.ts and dbfirst.config.ts if they are needed, a workflow for pull requests, a line
in .gitignore. It overwrites nothing, writes everything or nothing, and finds nothing to do the second time. It doesn't
install anything or change any database, but prints the commands to run next.`,
  options: {
    url: databaseOptions.url,
    yes: { type: "boolean", short: "y", help: "Write without asking." },
    "dry-run": { type: "boolean", help: "Only show what would be written." },
  },
  examples: [
    ["npx drizzle-dbfirst init", "in the folder of the project, or of a workspace's package"],
    ["DATABASE_URL=… npx drizzle-dbfirst init", "with a database that has tables already"],
    ["npx drizzle-dbfirst init --yes", "in a script"],
  ],
  async run(context, { options }) {
    const { planInitialisation, writeInitialisation } =
      await import("../workflow/init/initialise.ts");
    const { renderInitPlan, renderNextCommands } = await import("../report/init.ts");
    const { console, directory } = context;
    console.step("Looking through the project");
    const planned = await planInitialisation(
      {
        directory,
        url: options.url,
        hidePasswords: (settings) => console.hidePasswords(settings),
      },
      progressOn(context),
    );
    console.done();
    console.print(renderInitPlan(planned, console.palette));
    const count = planned.plan.edits.length;
    if (count === 0) {
      console.print(
        `\n${console.palette.green("✓")} There is nothing to do: everything is set up.`,
      );
      return ExitCode.ok;
    }
    if (options["dry-run"]) {
      console.note(`\n${console.palette.cyan("i")} Nothing was written.`);
      return ExitCode.ok;
    }
    if (!options.yes && !(await isWanted(context, count))) {
      console.note("Nothing was written.");
      return ExitCode.ok;
    }
    context.signal.throwIfAborted();
    writeInitialisation(planned);
    const files = count === 1 ? "1 file" : `${count} files`;
    console.print(
      `\n${console.palette.green("✓")} Wrote ${files}\n\n${renderNextCommands(planned, console.palette)}`,
    );
    return ExitCode.ok;
  },
});

/** Asks whoever sits at the terminal. */
async function isWanted(context: Context, count: number): Promise<boolean> {
  if (!isAttended(context)) {
    throw new UsageError("Nobody can be asked here whether to write that, so nothing was written", {
      hint: "dbfirst init --yes writes without asking; --dry-run only shows.",
    });
  }
  const { console: terminal } = context;
  terminal.error(`\nWrite ${count === 1 ? "this file" : `these ${count} files`}? [y/N]`);
  const answer = await readLine(context);
  context.signal.throwIfAborted();
  return /^y(es)?$/i.test(answer?.trim() ?? "");
}
