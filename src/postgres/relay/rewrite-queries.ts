import { Transform, type TransformCallback } from "node:stream";

const query = 0x51;
const parse = 0x50;
const headLength = 5;

/**
 * Passes a client's messages on with each query's text rewritten. Its input begins with a message's first byte, behind
 * the start-up message. https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export class QueryRewriter extends Transform {
  readonly #rewrite: (sql: string) => string;
  #received: Buffer = Buffer.alloc(0);

  constructor(rewrite: (sql: string) => string) {
    super();
    this.#rewrite = rewrite;
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    while (this.#received.length >= headLength) {
      const end = 1 + this.#received.readUInt32BE(1);
      if (this.#received.length < end) break;
      this.push(this.#rewritten(this.#received.subarray(0, end)));
      this.#received = this.#received.subarray(end);
    }
    done();
  }

  #rewritten(message: Buffer): Buffer {
    const type = message[0];
    if (type !== query && type !== parse) return message;
    // A prepared statement's name stands before its text.
    const from = type === query ? headLength : message.indexOf(0, headLength) + 1;
    const to = message.indexOf(0, from);
    const text = Buffer.from(this.#rewrite(message.toString("utf8", from, to)), "utf8");
    const result = Buffer.concat([message.subarray(0, from), text, message.subarray(to)]);
    result.writeUInt32BE(result.length - 1, 1);
    return result;
  }
}
