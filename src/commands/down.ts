import { ExitCode } from "../errors.ts";
import { defineCommand } from "./command.ts";

export const downCommand = defineCommand({
  name: "down",
  summary: "Stop the embedded PostgreSQL.",
  description: "Stops the embedded PostgreSQL server. Its data stays in .dbfirst/.",
  options: {},
  examples: [["dbfirst down", "stop it"]],
  async run({ console, directory, signal }) {
    const { stopEmbedded } = await import("../postgres/embedded/server.ts");
    console.step("Stopping PostgreSQL");
    const stopped = await stopEmbedded({ projectDir: directory, signal });
    console.done();
    console.note(stopped ? "Stopped. The data stays in .dbfirst/." : "It wasn't running.");
    return ExitCode.ok;
  },
});
