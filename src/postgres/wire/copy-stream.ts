import type { Socket } from "node:net";

/** Above this many bytes of COPY data that nobody has taken, reading from the socket pauses. */
const HIGH_WATER = 1 << 20;

/** What COPY TO STDOUT gives, between the socket and the one who writes it away. */
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
}
