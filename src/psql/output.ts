import { closeSync, openSync, writeSync } from "node:fs";

import { type Bytes, toBuffer } from "./text/bytes.ts";

/** Something that bytes can be written to: a stream, or what a caller collects in. */
export interface Sink {
  write(data: Buffer): boolean;
  once?(event: "drain", listener: () => void): unknown;
}

const FLUSH_AT = 64 * 1024;

/** Buffered output to a sink, a file or a command. */
export class Output {
  #parts: Bytes[] = [];
  #length = 0;
  readonly #target: Sink | number;
  #blocked: Promise<void> | undefined;

  readonly #finish: (() => Promise<unknown>) | undefined;

  /** `finish` ends what the sink stands for, when the output is closed. */
  constructor(target: Sink | number, finish?: () => Promise<unknown>) {
    this.#target = target;
    this.#finish = finish;
  }

  static toFile(path: string): Output {
    return new Output(openSync(path, "w"));
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

  flush(): void {
    if (this.#length === 0) return;
    const text = this.#parts.join("");
    this.#parts = [];
    this.#length = 0;
    this.#send(toBuffer(text));
  }

  /** Resolves when the sink takes more; at once where it does already. */
  async room(): Promise<void> {
    await this.#blocked;
  }

  async close(): Promise<void> {
    this.flush();
    if (typeof this.#target === "number") closeSync(this.#target);
    await this.#finish?.();
  }

  #send(data: Buffer): void {
    const target = this.#target;
    if (typeof target === "number") {
      for (let written = 0; written < data.length;) written += writeSync(target, data, written);
      return;
    }
    if (target.write(data) || target.once === undefined || this.#blocked !== undefined) return;
    this.#blocked = new Promise((resolve) => {
      target.once?.("drain", () => {
        this.#blocked = undefined;
        resolve();
      });
    });
  }
}
