import type { Socket } from "node:net";

import type { Arrivals } from "./arrivals.ts";
import type { Bytes } from "./bytes.ts";
import { copyData, copyDone, copyFail } from "./requests.ts";
import type { Diagnostic } from "./responses.ts";
import type { Notice } from "./result.ts";
import { drained } from "./socket-end.ts";

/** Above this many bytes of COPY data that nobody has taken, reading from the socket pauses. */
const HIGH_WATER = 1 << 20;

/** Stands among the chunks where a COPY's data end: those of the next one in the same Query may be there already. */
const END = undefined;

/** COPY's data: what COPY TO STDOUT gives, between the socket and the one who writes it away, and what FROM STDIN takes. */
export class CopyStream {
  readonly #socket: Socket;
  readonly #arrivals: Arrivals;
  readonly #showNotice: (diagnostic: Diagnostic) => void;
  #isOpen = false;
  #isLost = false;
  #queue: (Buffer | Notice | typeof END)[] = [];
  #bytes = 0;

  constructor(
    socket: Socket,
    options: { arrivals: Arrivals; showNotice: (diagnostic: Diagnostic) => void },
  ) {
    this.#socket = socket;
    this.#arrivals = options.arrivals;
    this.#showNotice = options.showNotice;
  }

  /** Whether the server's data are under way. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The server's data follow. */
  begin(): void {
    this.#isOpen = true;
  }

  /** Takes a copy of a chunk of data, or a notice that comes among them. */
  push(item: Buffer | Notice): void {
    if (!Buffer.isBuffer(item)) {
      this.#queue.push(item);
      return;
    }
    this.#queue.push(Buffer.from(item));
    this.#bytes += item.length;
    if (this.#bytes > HIGH_WATER) this.#socket.pause();
  }

  /** No more of the server's data follow. */
  end(): void {
    if (this.#isOpen) this.#queue.push(END);
    this.#isOpen = false;
  }

  /** There is no connection any more. */
  lose(): void {
    this.end();
    this.#isLost = true;
  }

  /** What COPY TO STDOUT has given since the last call, up to a notice; undefined, once, at its end. */
  async next(): Promise<Buffer[] | undefined> {
    for (;;) {
      this.showNotices();
      if (this.#queue.length > 0) return this.#take();
      if (!this.#isOpen) return undefined;
      await this.#arrivals.next();
    }
  }

  /** Takes what COPY TO STDOUT gives, for nobody. */
  async drop(): Promise<void> {
    while ((await this.next()) !== undefined);
  }

  /** Shows the notices that come before any data. */
  showNotices(): void {
    for (;;) {
      const head = this.#queue[0];
      if (head === undefined || Buffer.isBuffer(head)) return;
      this.#queue.shift();
      this.#showNotice(head.diagnostic);
    }
  }

  /** True while the server still takes data: false once it has reported an error. */
  get isWanted(): boolean {
    return !this.#isLost && this.#arrivals.isEmpty;
  }

  /** Sends data for COPY FROM STDIN; waits while the socket's buffer is full. */
  async send(data: Buffer): Promise<void> {
    if (this.#isLost) return;
    const [header, body] = copyData(data);
    this.#socket.cork();
    this.#socket.write(header);
    const hasRoom = this.#socket.write(body);
    this.#socket.uncork();
    if (!hasRoom) await drained(this.#socket);
  }

  /** Ends COPY FROM STDIN; with a reason, it makes the COPY fail. */
  finish(failure?: Bytes): void {
    if (this.#isLost) return;
    this.#socket.write(failure === undefined ? copyDone : copyFail(failure));
  }

  /** The socket is read on. */
  #take(): Buffer[] | undefined {
    const end = this.#queue.findIndex((item) => !Buffer.isBuffer(item));
    const taken = this.#queue.splice(0, end < 0 ? this.#queue.length : Math.max(1, end));
    if (end === 0) return undefined;
    for (const chunk of taken as Buffer[]) this.#bytes -= chunk.length;
    this.#socket.resume();
    return taken as Buffer[];
  }
}
