import { ExitCode } from "../errors.ts";
import { defineCommand } from "./command.ts";
import { refuseConnectionOptions, refuseWithoutSource } from "./drizzle-kit.ts";
import { openProject } from "./open-project.ts";
import { progressOn } from "./progress.ts";

export const generateCommand = defineCommand({
  name: "generate",
  summary: "Make a Drizzle migration from your edits of the TypeScript schema.",
  description: `Has drizzle-kit generate compare the schema files with what the migrations of all sources make on a throw-away
server: the new migration contains only your edits since the last pull, not the tables of other systems. If drizzle-kit's own
snapshots don't have those tables, an empty migration with an up-to-date snapshot comes first.
Options after -- are drizzle-kit's; with --custom the snapshots are left as they are.`,
  arguments: "[-- DRIZZLE-KIT OPTIONS]",
  options: {},
  examples: [
    ["dbfirst generate -- --name add_due_date", "after an edit of src/database/schemas/"],
    ["dbfirst generate -- --custom --name backfill", "an empty migration to write SQL into"],
  ],
  async run(context, { arguments: args }) {
    refuseConnectionOptions("generate", args);
    const project = await openProject(context);
    refuseWithoutSource(project);
    const { console } = context;
    const { runDrizzleKit } = await import("../pull/kit/run-drizzle-kit.ts");
    const generate = async () => {
      console.done();
      const code = await runDrizzleKit("generate", {
        projectDirectory: project.directory,
        settings: undefined,
        args,
        env: context.env,
        signal: context.signal,
      });
      return code === 0;
    };
    if (args.includes("--custom")) return (await generate()) ? ExitCode.ok : ExitCode.trouble;
    const { generateMigration } = await import("../workflow/drizzle-kit/generate.ts");
    const result = await generateMigration(project, progressOn(context), generate);
    if (result === undefined) return ExitCode.trouble;
    if (result.baseline !== undefined)
      console.note(
        `${result.baseline} runs nothing: its snapshot tells drizzle-kit what other sources made`,
      );
    if (result.written.length > 0)
      console.note(
        "Next: look at the SQL, then dbfirst sync. Where it says that files were edited by hand, the database holds the edit by then: --force",
      );
    return ExitCode.ok;
  },
});
