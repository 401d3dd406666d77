import { SourceError } from "../errors.ts";
import { applyOneSource } from "./apply-one-source.ts";
import { defineCommand } from "./command.ts";
import { refuseWithoutSource } from "./drizzle-kit.ts";
import { openProject } from "./open-project.ts";
import { databaseOptions, dryRunOption, reportOptions } from "./shared-options.ts";

export const migrateCommand = defineCommand({
  name: "migrate",
  summary: "Apply Drizzle's migrations alone, and record them as drizzle-kit migrate does.",
  description: `Applies what is pending of Drizzle's migrations and nothing of the other sources, each in one transaction with its rows in
dbfirst's ledger and in Drizzle's own table, so you can keep using drizzle-kit migrate and migrate() at run time.
Refuses while a source that comes before Drizzle's has pending migrations; dbfirst apply applies all sources in order.`,
  options: { ...databaseOptions, ...dryRunOption, ...reportOptions },
  examples: [["dbfirst migrate", "Drizzle's migrations"]],
  async run(context, { options }) {
    const project = await openProject(context);
    const source = project.sources.find(({ kind }) => kind === "drizzle");
    if (source === undefined) {
      refuseWithoutSource(project);
      throw new SourceError("SOURCE_MISSING", "There are no Drizzle migrations in this project", {
        hint: `Looked for the folder ${project.outDirectory}/, drizzle-kit's \`out\`; dbfirst generate makes it.`,
      });
    }
    return applyOneSource(context, project, source.name, options);
  },
});
