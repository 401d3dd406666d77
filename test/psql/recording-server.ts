import { type AddressInfo, createServer, type Socket } from "node:net";

/** A server that records what a client sends it as Queries, and runs nothing. */
export interface RecordingServer {
  port: number;
  queries: string[];
  close(): void;
}

/** Lets anybody in and answers each Query with a command tag. */
export async function startRecordingServer(): Promise<RecordingServer> {
  const queries: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    let rest: Buffer = Buffer.alloc(0);
    let started = false;
    socket.on("data", (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      for (;;) {
        const header = started ? 1 : 0;
        if (rest.length < header + 4) return;
        const length = rest.readInt32BE(header) + header;
        if (rest.length < length) return;
        const message = rest.subarray(0, length);
        rest = rest.subarray(length);
        if (!started) {
          started = true;
          socket.write(greeting);
        } else if (message[0] === 0x51) {
          queries.push(message.toString("latin1", 5, length - 1));
          socket.write(Buffer.concat([framed("C", "DONE\0"), ready]));
        } else socket.end();
      }
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

function framed(type: string, body: string): Buffer {
  const message = Buffer.alloc(5 + body.length);
  message.write(type, 0, "latin1");
  message.writeInt32BE(body.length + 4, 1);
  message.write(body, 5, "latin1");
  return message;
}

const ready = framed("Z", "I");
const greeting = Buffer.concat([
  framed("R", "\0\0\0\0"),
  ...[
    "server_version\u000015.0\0",
    "client_encoding\0UTF8\0",
    "standard_conforming_strings\0on\0",
  ].map((parameter) => framed("S", parameter)),
  ready,
]);
