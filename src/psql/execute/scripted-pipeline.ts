import type { Connection } from "../../postgres/wire/connection.ts";
import * as requests from "../../postgres/wire/requests.ts";
import type { Diagnostic } from "../../postgres/wire/responses.ts";
import type { Result } from "../../postgres/wire/result.ts";
import type { ExtendedRequest } from "../state.ts";
import type { Bytes } from "../text/bytes.ts";

/** A command of the pipeline whose result isn't read yet. */
interface Piped {
  kind: "query" | "parse" | "close" | "sync";
  /** What messages quote; of a statement that is kept, the server has it. */
  text: Bytes;
}

/** What one command of a pipeline came to. `aborted`: one before it has failed, so that the server left it out. */
export type PipedResult =
  | { kind: "result"; result: Result }
  | { kind: "error"; error: Result & { kind: "error" }; text: Bytes }
  | { kind: "aborted" }
  | { kind: "sync" };

/** Above this many bytes, commands are sent although nothing asks for it: as libpq does. */
const UNSENT = 65_536;

/**
 * The pipeline that `\startpipeline` opens: commands go to the server, and results are read when the script asks for
 * them. The numbers are those of psql 18's variables.
 */
export class ScriptedPipeline {
  isOpen = false;
  /** Syncs, and commands before them or a flush request, whose results aren't read: PIPELINE_SYNC_COUNT, …_RESULT_COUNT. */
  syncs = 0;
  available = 0;
  /** Commands whose results nothing has made available yet: PIPELINE_COMMAND_COUNT. */
  commands = 0;
  /** How many results are still to be read, Syncs among them. */
  requested = 0;
  readonly #connection: Connection;
  readonly #piped: Piped[] = [];
  #isAborted = false;
  #unsent: Buffer[] = [];
  #unsentBytes = 0;
  #unsentSyncs = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Whether there are commands whose results aren't read. */
  get isBusy(): boolean {
    return this.#piped.length > 0;
  }

  open(): void {
    this.isOpen = true;
    this.#connection.isPipelined = true;
  }

  close(): void {
    this.isOpen = false;
    this.available = 0;
    this.requested = 0;
    this.#connection.isPipelined = false;
  }

  /** A command's result is read. */
  countResult(): void {
    this.available = Math.max(0, this.available - 1);
    this.requested = Math.max(0, this.requested - 1);
  }

  /** The end of a Sync is read. */
  countSync(): void {
    this.syncs -= 1;
    this.requested = Math.max(0, this.requested - 1);
  }

  /** Adds a statement, or what is to be done with one that is kept. */
  add(text: Bytes, request: ExtendedRequest | undefined): void {
    this.commands += 1;
    switch (request?.kind) {
      case "parse":
        return this.#add({ kind: "parse", text }, requests.prepare(request.name, text));
      case "close":
        return this.#add({ kind: "close", text: "" }, requests.closePrepared(request.name));
      case "bind-named": {
        const message = requests.executePrepared(request.name, request.values);
        return this.#add({ kind: "query", text: "" }, message);
      }
      default: {
        const message = requests.parseBindExecute(text, request?.values ?? []);
        return this.#add({ kind: "query", text }, message);
      }
    }
  }

  sync(): void {
    this.#unsentSyncs += 1;
    this.syncs += 1;
    this.#makeAvailable();
    this.#add({ kind: "sync", text: "" }, requests.sync);
  }

  requestFlush(): void {
    this.#makeAvailable();
    this.#keep(requests.flush);
  }

  /** Sends what isn't sent yet. */
  flush(): void {
    if (this.#unsent.length === 0) return;
    const messages = Buffer.concat(this.#unsent);
    const syncs = this.#unsentSyncs;
    this.#unsent = [];
    this.#unsentBytes = 0;
    this.#unsentSyncs = 0;
    this.#connection.send(messages, { answers: syncs });
  }

  /** Reads what the next command came to. `onNotice` is given what the server says by the way. */
  async next(
    onNotice: (diagnostic: Diagnostic, text: Bytes) => void,
  ): Promise<PipedResult | undefined> {
    const [piped] = this.#piped;
    if (piped === undefined) return undefined;
    if (this.#isAborted && piped.kind !== "sync") {
      this.#piped.shift();
      return { kind: "aborted" };
    }
    for (;;) {
      const result = await this.#connection.nextPiped();
      if (result === undefined) {
        this.#piped.shift();
        this.#isAborted = false;
        return { kind: "sync" };
      }
      if (result.kind === "notice") onNotice(result.diagnostic, piped.text);
      else if (result.kind === "error") {
        // A transaction may fail at the Sync that ends it, which goes on to its end.
        if (piped.kind !== "sync") this.#piped.shift();
        this.#isAborted = true;
        return { kind: "error", error: result, text: piped.text };
      } else if (isEndOf(piped, result)) {
        this.#piped.shift();
        const isStep = result.kind === "parsed" || result.kind === "closed";
        return { kind: "result", result: isStep ? { kind: "command", tag: "" } : result };
      }
    }
  }

  #add(piped: Piped, message: Buffer): void {
    this.#piped.push(piped);
    this.#keep(message);
  }

  #keep(message: Buffer): void {
    this.#unsent.push(message);
    this.#unsentBytes += message.length;
    if (this.#unsentBytes >= UNSENT) this.flush();
  }

  #makeAvailable(): void {
    this.available += this.commands;
    this.commands = 0;
  }
}

function isEndOf({ kind }: Piped, result: Result): boolean {
  if (kind === "parse") return result.kind === "parsed";
  if (kind === "close") return result.kind === "closed";
  return result.kind !== "parsed";
}
