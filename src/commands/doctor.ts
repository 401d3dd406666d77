import { ExitCode } from "../errors.ts";
import { defineCommand } from "./command.ts";
import { progressOn } from "./progress.ts";
import { databaseOptions, reportOptions } from "./shared-options.ts";
import { writeReport } from "./write-report.ts";

/** Seconds that one check may take. */
const defaultPatience = 10;

export const doctorCommand = defineCommand({
  name: "doctor",
  summary:
    "Find what is wrong with a project: programs, configuration, database, embedded PostgreSQL.",
  description: `Looks at everything that a project needs: versions of programs and packages, configuration, generated
files, git, the database's connection, encryption, privileges and records, drift, the embedded PostgreSQL and the disk. Says
what is wrong and what to do about it. The checks are independent, so it works even if half of these are broken. Changes
nothing. Exit code 0: no problem, though there may be warnings; 2: a problem.`,
  options: {
    url: databaseOptions.url,
    timeout: {
      type: "seconds",
      value: "SECONDS",
      help: `How long each check may take, above all the connection. Default: ${defaultPatience}.`,
    },
    ...reportOptions,
  },
  survivesEnvironment: true,
  examples: [
    ["dbfirst doctor", "before asking somebody else"],
    ["DATABASE_URL=… dbfirst doctor --timeout 3", "can this database be worked with from here?"],
    ["dbfirst doctor --output doctor.json", "for a bug report, without passwords"],
  ],
  async run(context, { options }) {
    const { diagnose } = await import("../workflow/doctor/diagnose.ts");
    const { renderDiagnoses, diagnosesAsJson } = await import("../report/doctor.ts");
    const { console, configFile, directory, environmentTroubles } = context;
    console.step("Looking");
    const diagnoses = await diagnose(
      {
        directory,
        configFile,
        environmentTroubles,
        url: options.url,
        seconds: options.timeout || defaultPatience,
        hidePasswords: (settings) => console.hidePasswords(settings),
      },
      { ...progressOn(context), step: () => undefined, warn: () => undefined },
    );
    console.done();
    writeReport(context, options, {
      text: ({ palette, width }) => renderDiagnoses(diagnoses, palette, width),
      json: () => diagnosesAsJson(diagnoses),
    });
    const isBroken = diagnoses.some(({ level }) => level === "problem");
    return isBroken ? ExitCode.trouble : ExitCode.ok;
  },
});
