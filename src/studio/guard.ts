import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { DbfirstError } from "../errors.ts";
import { admit, type Admission } from "./admit.ts";
import { studioOrigin } from "./page.ts";
import { readBody } from "./read-body.ts";

/** An answer in JSON. */
export interface Answer {
  status: number;
  json: string | Buffer;
}

export interface Guard {
  port: number;
  /** Breaks off what is under way. */
  close: () => Promise<void>;
}

/** Bytes of a request; a row with a large value is edited as a whole. */
const longestBody = 16 * 1024 * 1024;

/**
 * The server that the studio's page talks to, on 127.0.0.1 alone: refuses whatever isn't from that page, and hands the rest,
 * parsed, to `answer`.
 *
 * @param port 0: any free one.
 * @throws DbfirstError when the port can't be had.
 */
export async function openGuard(
  port: number,
  answer: (body: unknown, signal: AbortSignal) => Promise<Answer>,
): Promise<Guard> {
  let own = port;
  const server = createServer({ maxHeaderSize: 16 * 1024 }, (request, response) => {
    const admission = admit(request, own);
    if (admission.kind === "request") void respond(request, response, answer);
    else turnAway(request, response, admission);
  });
  // Without these two Node would treat some as requests, and leave the others open.
  const hangUp = (_: IncomingMessage, socket: NodeJS.WritableStream) => {
    (socket as Socket).on("error", () => undefined);
    (socket as Socket).end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
  };
  server.on("upgrade", hangUp).on("connect", hangUp);
  server.on("checkExpectation", (request, response) =>
    turnAway(request, response, { kind: "refused", status: 417, reason: "nothing is expected" }),
  );
  own = await listen(server, port);
  return {
    port: own,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (body: unknown, signal: AbortSignal) => Promise<Answer>,
): Promise<void> {
  const left = new AbortController();
  response.on("close", () => left.abort());
  try {
    const body = await readBody(request, longestBody);
    if (body === undefined) {
      response.setHeader("Connection", "close");
      send(response, failure(413, `a request may have ${longestBody} bytes`));
      return;
    }
    const parsed = parseJson(body);
    if (parsed === undefined) send(response, failure(400, "the content isn't JSON"));
    else send(response, await answer(parsed.value, left.signal));
  } catch (error) {
    // The page left, or drizzle-kit did: whoever is still there is told.
    const reason = error instanceof Error ? error.message : String(error);
    if (!response.headersSent) send(response, failure(502, reason));
    else response.destroy();
  }
}

function parseJson(body: Buffer): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(body.toString("utf8")) as unknown };
  } catch {
    return undefined;
  }
}

function turnAway(
  request: IncomingMessage,
  response: ServerResponse,
  admission: Exclude<Admission, { kind: "request" }>,
): void {
  if (admission.kind === "preflight") {
    allowPage(response);
    response.setHeader("Access-Control-Allow-Methods", "POST");
    if (admission.headers !== undefined)
      response.setHeader("Access-Control-Allow-Headers", admission.headers);
    if (admission.privateNetwork)
      response.setHeader("Access-Control-Allow-Private-Network", "true");
    response.writeHead(204).end();
    return;
  }
  // What it still has to send isn't read.
  response.writeHead(admission.status, {
    "Content-Type": "text/plain; charset=utf-8",
    "X-Content-Type-Options": "nosniff",
    Connection: "close",
  });
  response.end(`dbfirst studio: ${admission.reason}\n`, () => request.destroy());
}

/** As drizzle-kit answers an error, with a status that tells it from a result. */
export function failure(status: number, message: string): Answer {
  return { status, json: JSON.stringify({ status: "error", error: message, message }) };
}

function send(response: ServerResponse, { status, json }: Answer): void {
  allowPage(response);
  response.writeHead(status, {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(json),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(json);
}

function allowPage(response: ServerResponse): void {
  response.setHeader("Access-Control-Allow-Origin", studioOrigin);
  response.setHeader("Vary", "Origin");
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(portError(error, port)));
    server.listen({ host: "127.0.0.1", port }, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function portError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === "EADDRINUSE") {
    return new DbfirstError(
      "PORT_TAKEN",
      `Port ${port} of 127.0.0.1 is taken by another program.`,
      {
        hint: "Another studio may be running; --port NUMBER takes another port.",
        cause: error,
      },
    );
  }
  return new DbfirstError(
    "PORT_REFUSED",
    `Port ${port} of 127.0.0.1 can't be opened: ${error.message}`,
    {
      hint: "--port NUMBER takes another port.",
      cause: error,
    },
  );
}
