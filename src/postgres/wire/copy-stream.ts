import type { Socket } from "node:net";

import { copyData } from "./requests.ts";
import { drained } from "./socket-end.ts";

/** Above this many bytes of COPY data that nobody has taken, reading from the socket pauses. */
const HIGH_WATER = 1 << 20;

/** COPY's data: what COPY TO STDOUT gives, between the socket and the one who writes it away, and what FROM STDIN takes. */
export class CopyStream {
  isOpen = false;
  readonly #socket: Socket;
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  begin(): void {
    this.isOpen = true;
  }

  /** Takes a copy of the chunk. */
  push(chunk: Buffer): void {
    this.#chunks.push(Buffer.from(chunk));
    this.#bytes += chunk.length;
    if (this.#bytes > HIGH_WATER) this.#socket.pause();
  }

  end(): void {
    this.isOpen = false;
  }

  /** What has come since the last call; the socket is read on. */
  take(): Buffer[] {
    const chunks = this.#chunks;
    if (chunks.length === 0) return chunks;
    this.#chunks = [];
    this.#bytes = 0;
    this.#socket.resume();
    return chunks;
  }

  /** Sends data; waits while the socket's buffer is full. */
  async send(data: Buffer): Promise<void> {
    const [header, body] = copyData(data);
    this.#socket.cork();
    this.#socket.write(header);
    const hasRoom = this.#socket.write(body);
    this.#socket.uncork();
    if (!hasRoom) await drained(this.#socket);
  }
}
