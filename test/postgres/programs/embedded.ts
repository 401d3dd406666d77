import { once } from "node:events";
import { connect } from "../../../src/postgres/connect.ts";
import { startEmbedded } from "../../../src/postgres/embedded/server.ts";

// Uses the embedded server until its standard input ends. Prints the URL, and whether the server ran before.
const [projectDir, keep] = process.argv.slice(2);
const server = await startEmbedded({
  projectDir: projectDir ?? "",
  searchFolders: [process.cwd()],
  keepRunning: keep === "keep",
});
const sql = await connect(server.settings);
await sql`SELECT 1`;
await sql.end();
process.stdout.write(
  `${JSON.stringify({ url: server.url, alreadyRunning: server.alreadyRunning })}\n`,
);
await once(process.stdin.resume(), "end");
await server.stop();
