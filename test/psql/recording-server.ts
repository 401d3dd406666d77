import { type AddressInfo, createServer, type Socket } from "node:net";

/** A server that records what a client sends it as Queries and as COPY data, and runs nothing. */
export interface RecordingServer {
  port: number;
  queries: string[];
  close(): void;
}

/**
 * Lets anybody in and answers each Query with a command tag; a COPY … FROM STDIN by asking for data, `fail` with an error,
 * and what changes the state of a session with that state.
 */
export async function startRecordingServer(): Promise<RecordingServer> {
  const queries: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    const session = new RecordedSession(queries);
    let rest: Buffer = Buffer.alloc(0);
    let started = false;
    socket.on("data", (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      const answers: Buffer[] = [];
      for (;;) {
        const header = started ? 1 : 0;
        if (rest.length < header + 4) break;
        const length = rest.readInt32BE(header) + header;
        if (rest.length < length) break;
        const message = rest.subarray(0, length);
        rest = rest.subarray(length);
        const answer = started ? session.answer(message) : greeting;
        started = true;
        if (answer === undefined) {
          socket.end(Buffer.concat(answers));
          return;
        }
        answers.push(answer);
      }
      if (answers.length > 0) socket.write(Buffer.concat(answers));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    queries,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

class RecordedSession {
  readonly #queries: string[];
  #status = "I";
  /** COPY data that came so far, while one is under way. */
  #data: string | undefined;

  constructor(queries: string[]) {
    this.#queries = queries;
  }

  /** What a message is answered with; undefined ends the session. */
  answer(message: Buffer): Buffer | undefined {
    const body = message.subarray(5);
    switch (String.fromCharCode(message[0]!)) {
      case "Q":
        return this.#query(body.toString("latin1", 0, body.length - 1));
      case "d":
        if (this.#data !== undefined) this.#data += body.toString("latin1");
        return Buffer.alloc(0);
      case "c":
      case "f":
        if (this.#data === undefined) return Buffer.alloc(0);
        this.#queries.push(`data: ${this.#data}`);
        this.#data = undefined;
        return Buffer.concat([framed("C", "COPY 0\0"), framed("Z", this.#status)]);
      case "X":
        return undefined;
      default:
        return undefined;
    }
  }

  #query(text: string): Buffer {
    this.#queries.push(text);
    if (/^copy\b[^;]*\bfrom\s+stdin\s*;?\s*$/i.test(text)) {
      this.#data = "";
      return framed("G", "\0\0\0");
    }
    const ready = () => framed("Z", this.#status);
    if (/\bfail\b/.test(text)) {
      if (this.#status === "T") this.#status = "E";
      return Buffer.concat([framed("E", "SERROR\0VERROR\0CXX000\0Mfailed\0\0"), ready()]);
    }
    const answers: Buffer[] = [];
    const strings = /^set standard_conforming_strings = (on|off);/.exec(text)?.[1];
    if (strings !== undefined)
      answers.push(framed("S", `standard_conforming_strings\0${strings}\0`));
    if (/^begin\b(?!.*\bcommit\b)/is.test(text)) this.#status = "T";
    else if (/^(?:commit|rollback)\b/i.test(text)) this.#status = "I";
    return Buffer.concat([...answers, framed("C", "DONE\0"), ready()]);
  }
}

function framed(type: string, body: string): Buffer {
  const message = Buffer.alloc(5 + body.length);
  message.write(type, 0, "latin1");
  message.writeInt32BE(body.length + 4, 1);
  message.write(body, 5, "latin1");
  return message;
}

const greeting = Buffer.concat([
  framed("R", "\0\0\0\0"),
  ...[
    "server_version\u000015.0\0",
    "client_encoding\0UTF8\0",
    "standard_conforming_strings\0on\0",
  ].map((parameter) => framed("S", parameter)),
  framed("Z", "I"),
]);
