import { ExitCode } from "../errors.ts";
import { defineCommand } from "./command.ts";
import { openProject, withTarget } from "./open-project.ts";
import { progressOn } from "./progress.ts";
import { databaseOptions, reportOptions } from "./shared-options.ts";
import { writeReport } from "./write-report.ts";

export const backupCommand = defineCommand({
  name: "backup",
  summary: "Write the database into a file, from which restore brings it back.",
  description: `Runs pg_dump (of the server's major version or later, from the PATH or from where PostgreSQL's packages put it) and
writes a file in its custom format that only you can read. FILE.json beside it describes it: checksum, fingerprint of the
schema, last migrations, versions. Roles and whatever else belongs to the whole server aren't included. If there is no
pg_dump for the embedded database, its data is copied into a folder instead, while it runs.`,
  options: {
    ...databaseOptions,
    output: {
      type: "string",
      value: "FILE",
      help: "Where to write. Default: .dbfirst/backups/DATABASE-YYYYMMDDTHHMMSSZ.dump (or .data).",
    },
    keep: {
      type: "count",
      value: "N",
      help: "Keep only the newest N backups of this database in that folder; the new one counts.",
    },
    format: reportOptions.format,
  },
  examples: [
    ["dbfirst backup --keep 7", "a backup, and six older ones"],
    ["DATABASE_URL=… dbfirst backup --output before.dump", "one by name"],
  ],
  async run(context, { options }) {
    const project = await openProject(context);
    const { backup } = await import("../workflow/release/backup.ts");
    const { renderBackup, backupAsJson } = await import("../report/backup.ts");
    const result = await withTarget(context, project, options, (target) =>
      backup(project, target, options, progressOn(context)),
    );
    writeReport(
      context,
      { format: options.format, output: [] },
      {
        text: ({ palette }) => renderBackup(result, palette),
        json: () => backupAsJson(result),
      },
    );
    return ExitCode.ok;
  },
});
