import { closeSync, openSync, writeSync } from "node:fs";

import { type Bytes, toBuffer } from "./text/bytes.ts";

/** Something that bytes can be written to: a stream, or what a caller collects in. */
export interface Sink {
  write(data: Buffer): boolean;
  once?(event: "drain" | "error" | "close", listener: () => void): unknown;
  on?(event: "error", listener: (error: Error) => void): unknown;
  off?(event: "error", listener: (error: Error) => void): unknown;
  /** A stream's own: why it takes nothing more. */
  readonly errored?: Error | null;
}

const FLUSH_AT = 64 * 1024;

/** Nobody reads the output any more: where psql dies of SIGPIPE, the run ends. */
export class BrokenPipeError extends Error {
  override readonly name = "BrokenPipeError";
}

/** Buffered output to a sink, a file or a command. */
export class Output {
  #parts: Bytes[] = [];
  #length = 0;
  readonly #target: Sink | number;
  #blocked: Promise<void> | undefined;
  #failure: Error | undefined;
  #isBroken = false;
  readonly #finish: (() => Promise<unknown>) | undefined;

  /** `finish` ends what the sink stands for, when the output is closed. */
  constructor(target: Sink | number, finish?: () => Promise<unknown>) {
    this.#target = target;
    this.#finish = finish;
    // Whoever writes is told by `takeFailure`; without a listener, the failure would be nobody's.
    if (typeof target !== "number") target.on?.("error", this.#onError);
  }

  static toFile(path: string | Buffer, { append = false }: { append?: boolean } = {}): Output {
    return new Output(openSync(path, append ? "a" : "w"));
  }

  write(text: Bytes): void {
    this.#parts.push(text);
    this.#length += text.length;
    if (this.#length > FLUSH_AT) this.flush();
  }

  writeBuffer(data: Buffer): void {
    this.flush();
    this.#send(data);
  }

  /** Hands on what is buffered. @throws BrokenPipeError */
  flush(): void {
    if (this.#length === 0) return;
    const text = this.#parts.join("");
    this.#parts = [];
    this.#length = 0;
    this.#send(toBuffer(text));
  }

  /** Why something couldn't be written since the last call, as on a full disk; what was to be written is gone. */
  takeFailure(): Error | undefined {
    this.flush();
    const failure = this.#failure;
    this.#failure = undefined;
    return failure;
  }

  /** Resolves when the sink takes more; at once where it does already. @throws BrokenPipeError */
  async room(): Promise<void> {
    if (this.#blocked === undefined) return;
    await this.#blocked;
    if (!this.#isBroken && isBrokenPipe(this.#failure)) {
      this.#isBroken = true;
      throw new BrokenPipeError();
    }
  }

  async close(): Promise<void> {
    this.flush();
    const target = this.#target;
    if (typeof target === "number") closeSync(target);
    await this.#finish?.();
    await this.#blocked;
    // A stream tells of its failure a little later.
    if (typeof target !== "number") setImmediate(() => target.off?.("error", this.#onError));
  }

  readonly #onError = (error: NodeJS.ErrnoException): void => {
    this.#failure ??= error;
  };

  #send(data: Buffer): void {
    const target = this.#target;
    if (typeof target === "number") {
      try {
        for (let written = 0; written < data.length;) written += writeSync(target, data, written);
      } catch (error) {
        this.#failure ??= error as Error;
      }
      return;
    }
    if (this.#isBroken || target.write(data)) return;
    if (target.errored) {
      this.#isBroken = isBrokenPipe(target.errored);
      if (this.#isBroken) throw new BrokenPipeError();
      this.#failure ??= target.errored;
      return;
    }
    if (target.once === undefined || this.#blocked !== undefined) return;
    this.#blocked = new Promise((resolve) => {
      const unblock = (): void => {
        this.#blocked = undefined;
        resolve();
      };
      for (const event of ["drain", "error", "close"] as const) target.once?.(event, unblock);
    });
  }
}

function isBrokenPipe(error: NodeJS.ErrnoException | undefined): boolean {
  return error?.code === "EPIPE";
}
