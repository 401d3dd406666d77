import { resolve } from "node:path";
import { ExitCode, UsageError } from "../errors.ts";
import { renderError } from "../report/error-text.ts";
import { formatDuration } from "../report/measure.ts";
import { createPalette } from "../report/palette.ts";
import type { Run } from "../workflow.ts";
import type { DeployResult } from "../workflow/release/deploy.ts";
import { defineCommand, type Context } from "./command.ts";
import { logFormats, openLog, type Log } from "./deploy-log.ts";
import { openProject, withTarget } from "./open-project.ts";
import { progressOn } from "./progress.ts";
import { reportOptions, waitingOptions } from "./shared-options.ts";
import { writeReport } from "./write-report.ts";

/** Seconds that a release waits for its database. */
const usualWait = 30;

export const deployCommand = defineCommand({
  name: "deploy",
  summary: "Wait, back up, apply what is pending, check for drift. For releases.",
  description: `Waits for the database, takes a lock that keeps two deployments apart, backs the database up, applies what is pending,
and checks the database against the committed files. After an error nothing more is applied. With
\`deploy: { onFailure: "restore" }\` in dbfirst.config.ts, the backup is then restored if any migration had started, and
whatever was written since is lost. Exit code 0: deployed and in sync, 1: deployed, with drift, 2: not deployed, or
deployed and can't tell what differs; 130 and 143: ended by Ctrl-C or SIGTERM.`,
  options: {
    ...waitingOptions(usualWait),
    "no-backup": { type: "boolean", help: "Don't back the database up first." },
    "dry-run": {
      type: "boolean",
      help: "Say what would be backed up and applied, and what would be refused; nothing is run or written.",
    },
    log: {
      type: "string",
      value: "FILE",
      help: "Also write what happens to this file, with times and without passwords. It is appended to.",
    },
    "log-format": {
      type: "choice",
      choices: logFormats,
      help: "json: a JSON object on each line of the log. Default: text.",
    },
    ...reportOptions,
  },
  examples: [
    ["DATABASE_URL=… dbfirst deploy --dry-run", "before a release: what it would do"],
    ["DATABASE_URL=… dbfirst deploy --log deploy.log", "in a release, before the app starts"],
  ],
  async run(context, { options }) {
    const { console } = context;
    if (options["log-format"] !== undefined && options.log === undefined)
      throw new UsageError("--log-format needs --log FILE");
    const choice = { ...options, timeout: options.timeout ?? usualWait };
    if (options["dry-run"]) return preview(context, choice);
    const log =
      options.log === undefined
        ? undefined
        : openLog(resolve(context.directory, options.log), {
            format: options["log-format"] ?? "text",
            scrub: (text) => console.scrubbed(text),
            onLost: (reason) => console.note(`warning: the log ends here: ${reason}`),
          });
    const note: Log = log ?? (() => undefined);
    const noteError = (error: unknown) => {
      const text = renderError(error, createPalette(false), { verbose: false });
      note({ event: "error", text }, text);
    };
    try {
      const project = await openProject(context);
      if (options["no-backup"] && project.onDeployFailure === "restore") {
        throw new UsageError("--no-backup leaves nothing to restore", {
          hint: 'dbfirst.config.ts says deploy: { onFailure: "restore" }. Leave one of the two out.',
        });
      }
      const { deploy } = await import("../workflow/release/deploy.ts");
      const { checkReady } = await import("../workflow/check-ready.ts");
      await checkReady(project, context);
      const result = await withTarget(context, project, choice, (target) => {
        const { origin } = target;
        const { database, host } = target.settings;
        note(
          { event: "deploying", database, host, origin },
          `deploying to ${database} on ${host} (${origin})`,
        );
        const onStage = (stage: string, duration: number) =>
          note(
            { event: "stage", stage, durationMs: Math.round(duration) },
            `${stage} done in ${formatDuration(duration)}`,
          );
        const wanted = { backup: !options["no-backup"], onStage, onFailure: noteError };
        return deploy(project, target, wanted, logged(progressOn(context), log));
      });
      console.done();
      await report(context, options, result, note);
      return codeOf(result);
    } catch (error) {
      noteError(error);
      throw error;
    }
  },
});

async function preview(
  context: Context,
  options: {
    url: string | undefined;
    timeout: number | undefined;
    "no-backup": boolean;
    log: string | undefined;
    format: "text" | "json" | undefined;
    output: readonly string[];
  },
): Promise<number> {
  if (options.log !== undefined) throw new UsageError("--dry-run writes nothing, also no --log");
  const project = await openProject(context);
  const { checkFiles } = await import("../workflow/check-ready.ts");
  checkFiles(project);
  const { previewDeploy } = await import("../workflow/release/preview-deploy.ts");
  const { renderDeployPreview, deployPreviewAsJson } = await import("../report/deploy.ts");
  const wanted = { backup: !options["no-backup"] };
  const result = await withTarget(context, project, options, (target) =>
    previewDeploy(project, target, wanted, progressOn(context)),
  );
  writeReport(context, options, {
    text: ({ palette }) => renderDeployPreview(result, palette),
    json: () => deployPreviewAsJson(result),
  });
  return ExitCode.ok;
}

/** Progress that the log hears of, too. */
function logged(run: Run, log: Log | undefined): Run {
  if (log === undefined) return run;
  const also = (
    show: (text: string) => void,
    event: "step" | "warning" | "output" | "detail",
    prefix = "",
  ) => {
    return (text: string) => {
      log({ event, text }, prefix + text);
      show(text);
    };
  };
  return {
    ...run,
    step: also(run.step, "step"),
    warn: also(run.warn, "warning", "warning: "),
    output: also(run.output ?? run.detail, "output", "  | "),
    detail: also(run.detail, "detail", "  "),
  };
}

async function report(
  context: Context,
  options: { format: "text" | "json" | undefined; output: readonly string[] },
  result: DeployResult,
  note: Log,
): Promise<void> {
  const { renderDeploy, renderDeployFailure, deployAsJson } = await import("../report/deploy.ts");
  const { renderDriftText } = await import("../report/drift/text.ts");
  const { renderDriftJson } = await import("../report/drift/json.ts");
  const { failure, report: drift } = result;
  const text = (style: { palette: ReturnType<typeof createPalette>; width: number }) =>
    [
      renderDeploy(result, style.palette),
      ...(drift === undefined ? [] : [renderDriftText(drift, style)]),
      ...(failure === undefined
        ? []
        : [
            renderDeployFailure(result, style.palette),
            renderError(failure.error, style.palette, { verbose: context.console.verbose }),
          ]),
    ]
      .filter((part) => part !== "")
      .join("\n");
  const json = () => deployAsJson(result, drift === undefined ? null : renderDriftJson(drift));
  note(
    { event: "result", exitCode: codeOf(result), result: json() },
    text({ palette: createPalette(false), width: 100 }),
  );
  writeReport(context, options, { text, json });
}

function codeOf({ failure, report: drift }: DeployResult): number {
  if (failure !== undefined || drift?.verdict === "unknown") return ExitCode.trouble;
  return drift?.verdict === "in-sync" ? ExitCode.ok : ExitCode.different;
}
