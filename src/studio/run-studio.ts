import { createHash } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { DbfirstError } from "../errors.ts";
import { scratchFolder } from "../postgres/owned-folder.ts";
import { connect } from "../postgres/connect.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import { askKit } from "./ask-kit.ts";
import { failure, openGuard, type Answer, type Guard } from "./guard.ts";
import { listenOnSocketSource, studioSocket } from "./listen-on-socket.ts";
import { pageAddress } from "./page.ts";
import { answerReadOnly } from "./read-only.ts";
import { readStudioRequest } from "./studio-request.ts";
import { untilItAnswers } from "./until-it-answers.ts";

/** How drizzle-kit's studio is to be started. */
export interface KitStart {
  /** Node's own, before the program. */
  nodeArguments: readonly string[];
  /** For its environment. */
  variables: Readonly<Record<string, string>>;
  /** Told what it prints. */
  onPrinted: (text: string) => void;
  signal: AbortSignal;
}

export interface StudioOptions {
  settings: ConnectionSettings;
  /** 0: any free one. */
  port: number;
  readOnly: boolean;
  /** Runs drizzle-kit studio on the database until it ends; gives its exit code. */
  startKit: (start: KitStart) => Promise<number>;
  /** Told the page's address once everything answers; with `readOnly` also whether the role is a superuser. */
  onReady: (url: string, role: { superuser: boolean }) => void;
  /** Ends the studio. */
  signal: AbortSignal;
}

/**
 * Runs Drizzle Studio until it is told to end: drizzle-kit on a socket of its own, and the guard in front of it.
 *
 * @throws DbfirstError when the port is taken, or drizzle-kit doesn't answer or ends; DatabaseError when the database doesn't.
 *   Nothing that was started is running then.
 */
export async function runStudio(options: StudioOptions): Promise<void> {
  const folder = scratchFolder("studio");
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, options.signal]);
  let guard: Guard | undefined;
  let kit: Promise<never> | undefined;
  try {
    const socket = studioSocket(folder);
    guard = await openGuard(options.port, (body, left) =>
      answer(body, { socket, options, signal: AbortSignal.any([left, signal]) }),
    );
    const preload = join(folder, "listen.cjs");
    await writeFile(preload, listenOnSocketSource);
    options.signal.throwIfAborted();
    kit = runKit(options, {
      nodeArguments: ["--require", preload],
      variables: { DBFIRST_STUDIO_SOCKET: socket },
      signal,
    });
    await Promise.race([kit, untilItAnswers(socket, signal)]);
    const superuser = options.readOnly && (await isSuperuser(options.settings, signal));
    options.onReady(pageAddress(guard.port), { superuser });
    await kit;
  } catch (error) {
    if (!options.signal.aborted) throw error;
  } finally {
    stop.abort();
    await guard?.close();
    await kit?.catch(() => undefined);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Never resolves: that drizzle-kit ends is an error. One that loses its session ends, too. */
async function runKit(
  { startKit, settings }: StudioOptions,
  start: Omit<KitStart, "onPrinted">,
): Promise<never> {
  let printed = "";
  const onPrinted = (text: string) => {
    printed = (printed + text).slice(-4000);
  };
  const code = await startKit({ ...start, onPrinted });
  const session = await connect(settings, { signal: start.signal });
  await session.end();
  throw new DbfirstError(
    "STUDIO_ENDED",
    [`drizzle-kit studio ended by itself, with code ${code}.`, ...withoutStack(printed)].join("\n"),
  );
}

/** What a person may need of what a program printed at its end. */
function withoutStack(printed: string): string[] {
  return stripVTControlCharacters(printed)
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s+at |^node:|^Node\.js v/.test(line))
    .slice(-12);
}

async function isSuperuser(settings: ConnectionSettings, signal: AbortSignal): Promise<boolean> {
  const sql = "SELECT current_setting('is_superuser')";
  const request = { type: "proxy", sql, params: [], mode: "array" } as const;
  const { json } = await answerReadOnly(request, settings, signal);
  return json.toString() === '[["on"]]';
}

interface Asked {
  socket: string;
  options: StudioOptions;
  signal: AbortSignal;
}

async function answer(body: unknown, { socket, options, signal }: Asked): Promise<Answer> {
  const request = readStudioRequest(body);
  if (request === undefined) return failure(400, "this is no request of Drizzle Studio's");
  if (request.type === "init")
    return withOwnHash(await askKit(socket, body, signal), options.settings);
  if (!options.readOnly || request.type === "defaults") return askKit(socket, body, signal);
  if (request.type === "bproxy")
    return failure(200, "Studio is read-only (--read-only): nothing is measured.");
  return answerReadOnly(request, options.settings, signal);
}

/**
 * drizzle-kit names the database to the page by a hash of its URL with the password, which could be guessed from it, and
 * with our relay's address, which is another each time, so that the page would forget its tabs.
 */
function withOwnHash(init: Answer, { host, port, user, database }: ConnectionSettings): Answer {
  const found = JSON.parse(init.json.toString()) as object;
  const dbHash = createHash("sha256")
    .update(JSON.stringify([host, port, user, database]))
    .digest("hex");
  return { status: init.status, json: JSON.stringify({ ...found, dbHash }) };
}
