import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { execa } from "execa";

/** A Docker engine of the test's own, which leaves nothing behind: no image, no network, no rule of a firewall. */
export interface DockerEngine {
  /** For DOCKER_HOST. */
  host: string;
  /** Makes an image of a file system, given as a tar archive. */
  importImage: (name: string, archive: Readable, changes: readonly string[]) => Promise<void>;
  stop: () => Promise<void>;
}

/**
 * Starts dockerd beside whatever other engine there is: its own folder, its own bridge, ports by its proxy instead of
 * iptables. The kernel ends it when this process dies.
 */
export async function startDockerEngine(): Promise<DockerEngine> {
  const folder = await mkdtemp(join(tmpdir(), "dbfirst-docker-"));
  const socket = join(folder, "docker.sock");
  const bridge = `dbf${process.pid}`;
  const steps: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, maxRetries: 5 })];
  const stop = async () => {
    for (const step of steps.splice(0).toReversed()) await step();
  };
  try {
    await execa("ip", ["link", "add", bridge, "type", "bridge"]);
    steps.push(() => execa("ip", ["link", "delete", bridge]));
    await execa("ip", ["address", "add", addressOf(process.pid), "dev", bridge]);
    await execa("ip", ["link", "set", bridge, "up"]);
    const folders = ["--data-root", join(folder, "data"), "--exec-root", join(folder, "exec")];
    const door = ["--pidfile", join(folder, "pid"), "--host", `unix://${socket}`];
    const network = ["--iptables=false", "--ip6tables=false", "--ip-forward=false"];
    const engine = execa(
      "setpriv",
      ["--pdeathsig", "TERM", "dockerd", "--bridge", bridge, ...folders, ...door, ...network],
      { reject: false, all: true, forceKillAfterDelay: 20_000 },
    );
    steps.push(() => (engine.kill("SIGTERM"), engine));
    await untilItAnswers(socket, engine);
  } catch (error) {
    await stop();
    throw new Error(
      "The Docker engine can't be started; this test needs root, and apt install docker.io iproute2",
      { cause: error },
    );
  }
  return {
    host: `unix://${socket}`,
    importImage: (name, archive, changes) => importImage(socket, name, archive, changes),
    stop,
  };
}

/** A network of a few addresses, another one for each of 4,096 processes. */
function addressOf(pid: number): string {
  return `10.213.${(pid >> 4) & 255}.${((pid & 15) << 4) + 1}/28`;
}

async function untilItAnswers(
  socket: string,
  engine: PromiseLike<{ all?: string | undefined }>,
): Promise<void> {
  let ended: { all?: string | undefined } | undefined;
  void engine.then((result) => (ended = result));
  for (let attempt = 0; attempt < 2400; attempt += 1) {
    if (ended !== undefined) throw new Error(`dockerd has ended: ${ended.all}`);
    if ((await ask(socket, "GET", "/_ping").catch(() => 0)) === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("dockerd doesn't answer");
}

async function importImage(
  socket: string,
  name: string,
  archive: Readable,
  changes: readonly string[],
): Promise<void> {
  const query = new URLSearchParams({ fromSrc: "-", repo: name });
  for (const change of changes) query.append("changes", change);
  const status = await ask(socket, "POST", `/images/create?${query}`, archive);
  if (status !== 200) throw new Error(`the engine didn't take the image ${name}: ${status}`);
}

/** One request of Docker's API, read to its end. Resolves to the status; an error within the answer is one, too. */
async function ask(
  socketPath: string,
  method: string,
  path: string,
  body?: Readable,
): Promise<number> {
  const asked = request({ socketPath, method, path });
  const answered = new Promise<number>((resolve, reject) => {
    asked.on("error", reject);
    asked.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => (text += part));
      response.on("end", () => {
        if (text.includes('"errorDetail"')) reject(new Error(text));
        else resolve(response.statusCode ?? 0);
      });
    });
  });
  if (body === undefined) asked.end();
  else await pipeline(body, asked);
  return answered;
}
