import { ExitCode } from "../errors.ts";
import { defineCommand } from "./command.ts";
import { openProject } from "./open-project.ts";

export const upCommand = defineCommand({
  name: "up",
  summary: "Start the embedded PostgreSQL and keep it running for your app.",
  description: `Starts the embedded PostgreSQL server, leaves it running, and prints its URL on standard output. The URL is
also in .dbfirst/url, which only you can read. dbfirst down stops the server.`,
  options: {},
  examples: [
    ["dbfirst up", "start it"],
    ['DATABASE_URL="$(dbfirst up --quiet)" pnpm dev', "run an app on it"],
  ],
  async run(context) {
    const { console, env, signal } = context;
    const project = await openProject(context);
    const { startEmbedded } = await import("../postgres/embedded/server.ts");
    console.step(`Starting PostgreSQL ${project.postgresMajor}`);
    const server = await startEmbedded({
      projectDir: project.directory,
      major: project.postgresMajor,
      keepRunning: true,
      env,
      signal,
      onProgress: (text: string) => console.step(text),
    });
    console.done();
    console.note(
      `PostgreSQL ${server.major} ${server.alreadyRunning ? "was running already" : "is running"}; its URL is also in .dbfirst/url. Stop it with: dbfirst down`,
    );
    // The URL with its password is this command's result, for the person who asked; nothing else ever prints it.
    console.reveal(server.url);
    return ExitCode.ok;
  },
});
