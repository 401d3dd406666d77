import { ExitCode, UsageError } from "../errors.ts";
import { defineCommand } from "./command.ts";
import { namedTarget, openProject, withTarget } from "./open-project.ts";
import { progressOn } from "./progress.ts";
import { databaseOptions, reportOptions } from "./shared-options.ts";
import { writeReport } from "./write-report.ts";

export const restoreCommand = defineCommand({
  name: "restore",
  summary: "Bring the database back to what it was at the time of a backup.",
  arguments: "FILE",
  description: `Takes a file that backup wrote. First checks that the file is complete, then restores it in one transaction, at whose
end the schema's fingerprint must be the backup's. The database must be empty, unless you pass --replace. If it isn't on this
machine, you have to type its name at a terminal, or pass it as --confirm NAME. Exit code 0: restored, 1: restored, but the
fingerprint differs (see --no-verify), 2: not restored, and nothing was changed.`,
  options: {
    ...databaseOptions,
    replace: { type: "boolean", help: "Drop everything that the database holds first." },
    "no-owner": {
      type: "boolean",
      help: "Leave out who owns what: all of it will be the connecting role's.",
    },
    "no-privileges": { type: "boolean", help: "Leave out what roles may do." },
    "no-verify": {
      type: "boolean",
      help: "Restore it also where its fingerprint isn't the backup's: exit code 1 then.",
    },
    confirm: {
      type: "string",
      value: "NAME",
      help: "The name of a database that isn't local, to restore it.",
    },
    ...reportOptions,
  },
  examples: [
    ["dbfirst restore .dbfirst/backups/app-20260102T030405Z.dump", "into an empty database"],
    ["dbfirst restore before.dump --replace", "in place of what is there"],
  ],
  async run(context, { options, arguments: files }) {
    const [file, ...more] = files;
    if (file === undefined || more.length > 0) {
      throw new UsageError("restore takes one file, which backup wrote", {
        hint: "dbfirst restore FILE; backups are in .dbfirst/backups/ unless --output named another place.",
      });
    }
    const project = await openProject(context);
    const { confirmUnlessLocal } = await import("./confirm-unless-local.ts");
    const named = await namedTarget(context, project, options);
    if (named !== undefined) await confirmUnlessLocal(context, named, "restore", options.confirm);
    const { findBackup, restore } = await import("../workflow/release/restore.ts");
    findBackup(project, file);
    const { renderRestore, restoreAsJson } = await import("../report/backup.ts");
    const { replace } = options;
    const wanted = {
      file,
      replace,
      noOwner: options["no-owner"],
      noPrivileges: options["no-privileges"],
      noVerify: options["no-verify"],
    };
    const result = await withTarget(context, project, options, (target) =>
      restore(project, target, wanted, progressOn(context)),
    );
    writeReport(context, options, {
      text: ({ palette }) => renderRestore(result, palette),
      json: () => restoreAsJson(result),
    });
    return result.verified || result.partial || result.serverMajor !== result.manifest.serverMajor
      ? ExitCode.ok
      : ExitCode.different;
  },
});
