import type { Project } from "../config/load.ts";
import { ExitCode, UsageError } from "../errors.ts";
import type { Target } from "../postgres/settings.ts";
import { defaultStudioPort } from "../studio/page.ts";
import { defineCommand, type Context } from "./command.ts";
import { openProject, withTarget } from "./open-project.ts";
import { databaseOptions } from "./shared-options.ts";

export const studioCommand = defineCommand({
  name: "studio",
  summary: "Drizzle Studio on the chosen database, closed to all other web pages.",
  description: `Runs drizzle-kit studio on the chosen database until Ctrl-C, behind a server on 127.0.0.1 that only answers the
studio's page, https://local.drizzle.studio. (drizzle-kit's own server would run SQL for any web page open in the browser.)
That page comes from the internet, and sees what it shows. With --read-only, the server refuses to write.`,
  options: {
    ...databaseOptions,
    port: {
      type: "count",
      value: "NUMBER",
      help: `The port on 127.0.0.1 for the page to connect to. Default: ${defaultStudioPort}.`,
    },
    "read-only": {
      type: "boolean",
      help: "Let the page read only: each of its statements runs in a read-only transaction of its own.",
    },
  },
  endsOnSignal: () => true,
  examples: [
    ["dbfirst studio", "look at and change the rows of the chosen database"],
    ["dbfirst studio --read-only --url postgres://…", "look at another one, and change nothing"],
  ],
  async run(context, { options }) {
    const port = options.port ?? defaultStudioPort;
    if (port < 1 || port > 65_535)
      throw new UsageError(`--port ${port} is no port; they go from 1 to 65535`);
    const project = await openProject(context);
    await withTarget(context, project, options, (target) =>
      study(context, project, target, { port, readOnly: options["read-only"] }),
    );
    return ExitCode.ok;
  },
});

async function study(
  context: Context,
  project: Project,
  { settings, origin }: Target,
  { port, readOnly }: { port: number; readOnly: boolean },
): Promise<void> {
  const { console, env } = context;
  const [{ runDrizzleKit }, { runStudio }] = await Promise.all([
    import("../pull/kit/run-drizzle-kit.ts"),
    import("../studio/run-studio.ts"),
  ]);
  console.step("Starting drizzle-kit studio");
  await runStudio({
    settings,
    port,
    readOnly,
    signal: context.signal,
    startKit: (start) =>
      runDrizzleKit("studio", {
        projectDirectory: project.directory,
        settings,
        args: [],
        env,
        ...start,
      }),
    onReady: (url, { superuser }) => {
      console.done();
      console.note(
        readOnly
          ? "Read-only: statements that write are refused."
          : "The page may change the database; --read-only lets it look only.",
      );
      // In the embedded database every role is one.
      if (superuser && origin !== "embedded") {
        console.note(
          "The role is a superuser: functions that write files or connect elsewhere aren't kept from it. Another role is safer.",
        );
      }
      console.note(
        "The page itself comes from the internet and talks to this machine; `dbfirst report --html` shows the schema without either. End: Ctrl-C",
      );
      console.print(url);
    },
  });
}
