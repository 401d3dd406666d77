import { once } from "node:events";
import { request, type OutgoingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openGuard, type Guard } from "../../src/studio/guard.ts";

const page = "https://local.drizzle.studio";
let guard: Guard;
let asked: unknown[];
beforeEach(async () => {
  asked = [];
  guard = await openGuard(0, (body) => {
    asked.push(body);
    return Promise.resolve({ status: 200, json: '{"answered":true}' });
  });
});
afterEach(() => guard.close());

interface Sent {
  method?: string;
  path?: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
}

/** What a browser would send, with headers that its `fetch` lets nobody set. */
function send({ method = "POST", path = "/", headers = {}, body = '{"type":"init"}' }: Sent) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      const sent = request(
        {
          host: "127.0.0.1",
          port: guard.port,
          method,
          path,
          headers: { Origin: page, "Content-Type": "application/json", ...headers },
        },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
          response.on("end", () =>
            resolve({ status: response.statusCode!, headers: response.headers, text }),
          );
        },
      );
      sent.on("error", reject);
      sent.end(method === "POST" ? body : undefined);
    },
  );
}

/** Everything that the guard answers to these bytes, until it hangs up. */
async function sendBytes(bytes: string): Promise<string> {
  const socket = connect(guard.port, "127.0.0.1");
  let answer = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => (answer += chunk));
  socket.on("error", () => undefined);
  socket.write(bytes);
  await once(socket, "close");
  return answer;
}

const head = (lines: readonly string[]) => `${lines.join("\r\n")}\r\n\r\n`;

describe("the studio's page", () => {
  it("is answered, and nobody else may read the answer", async () => {
    const { status, headers, text } = await send({});
    expect([status, text]).toEqual([200, '{"answered":true}']);
    expect(headers).toMatchObject({
      "access-control-allow-origin": page,
      vary: "Origin",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    });
    expect(asked).toEqual([{ type: "init" }]);
  });

  it.each(["127.0.0.1", "localhost", "LOCALHOST"])("may call this machine %s", async (name) => {
    expect((await send({ headers: { Host: `${name}:${guard.port}` } })).status).toBe(200);
  });

  it("may ask before it asks, also for a private network", async () => {
    const { status, headers } = await send({
      method: "OPTIONS",
      headers: {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
        "Access-Control-Request-Private-Network": "true",
      },
    });
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      "access-control-allow-origin": page,
      "access-control-allow-methods": "POST",
      "access-control-allow-headers": "content-type",
      "access-control-allow-private-network": "true",
    });
  });
});

describe("refused, and never handed on:", () => {
  afterEach(() => {
    if (asked.length > 0) throw new Error(`handed on: ${JSON.stringify(asked)}`);
  });

  it.each([
    "https://evil.example",
    "null",
    "http://local.drizzle.studio",
    "https://local.drizzle.studio.evil.example",
    "https://evil.local.drizzle.studio",
    "https://local.drizzle.studio:8443",
    "https://local.drizzle.studio/",
    "https://LOCAL.drizzle.studio",
    "http://localhost:4983",
    "file://",
    "",
    `${page}, https://evil.example`,
  ])("the origin %j", async (origin) => {
    const { status, headers } = await send({ headers: { Origin: origin } });
    expect(status).toBe(403);
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("a page that asks first, from elsewhere, also for a private network", async () => {
    const { status, headers } = await send({
      method: "OPTIONS",
      headers: {
        Origin: "https://evil.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Private-Network": "true",
      },
    });
    expect(status).toBe(403);
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it.each(["evil.example", "127.0.0.1.evil.example", "0.0.0.0", "[::1]", "127.1", "2130706433"])(
    "the host %s, with the right port",
    async (name) => {
      expect((await send({ headers: { Host: `${name}:${guard.port}` } })).status).toBe(403);
    },
  );

  it("the right host with no port or another", async () => {
    expect((await send({ headers: { Host: "localhost" } })).status).toBe(403);
    expect((await send({ headers: { Host: "localhost:1" } })).status).toBe(403);
  });

  it.each(["GET", "HEAD", "PUT", "DELETE", "PATCH"])("the method %s", async (method) => {
    expect((await send({ method })).status).toBe(405);
  });

  it.each(["DELETE", undefined])("a question whether %s is allowed", async (asking) => {
    const headers = asking === undefined ? {} : { "Access-Control-Request-Method": asking };
    expect((await send({ method: "OPTIONS", headers })).status).toBe(405);
  });

  it.each(["/x", "//", "/?", "/index.html", "http://evil.example/"])(
    "the path %s",
    async (path) => {
      expect((await send({ path })).status).toBe(404);
    },
  );

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=application/json",
    "text/plain; application/json",
    "application/json; charset=utf-16",
    "",
  ])("the content type %j", async (type) => {
    expect((await send({ headers: { "Content-Type": type } })).status).toBe(415);
  });

  it("a compressed body, and one that isn't JSON", async () => {
    expect((await send({ headers: { "Content-Encoding": "gzip" } })).status).toBe(415);
    expect((await send({ body: "{" })).status).toBe(400);
    expect((await send({ body: "" })).status).toBe(400);
  });

  it("a body that says it is too long, before it is sent", async () => {
    const answer = await sendBytes(
      head([
        "POST / HTTP/1.1",
        `Host: localhost:${guard.port}`,
        `Origin: ${page}`,
        "Content-Type: application/json",
        "Content-Length: 99999999999",
      ]),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("a body in pieces that gets too long, of which the rest isn't read", async () => {
    const socket = connect(guard.port, "127.0.0.1");
    // The guard hangs up, which a sender may see before the answer.
    const closed = new Promise((resolve) =>
      socket.on("error", () => undefined).on("close", resolve),
    );
    socket.write(
      head([
        "POST / HTTP/1.1",
        `Host: localhost:${guard.port}`,
        `Origin: ${page}`,
        "Content-Type: application/json",
        "Transfer-Encoding: chunked",
      ]),
    );
    const piece = "x".repeat(1024 * 1024);
    let sent = 0;
    const more = setInterval(() => {
      if (!socket.writable || socket.writableLength > 2 * piece.length) return;
      socket.write(`${piece.length.toString(16)}\r\n${piece}\r\n`);
      sent += 1;
    }, 1);
    await closed;
    clearInterval(more);
    expect(sent).toBeGreaterThanOrEqual(16);
  });

  it("requests to become something else, and to be a proxy", async () => {
    const from = [`Host: localhost:${guard.port}`, `Origin: ${page}`];
    for (const lines of [
      ["GET / HTTP/1.1", ...from, "Connection: Upgrade", "Upgrade: websocket"],
      ["POST / HTTP/1.1", ...from, "Connection: Upgrade", "Upgrade: h2c", "Content-Length: 0"],
      ["CONNECT localhost:5432 HTTP/1.1", ...from],
    ])
      expect(await sendBytes(head(lines))).toMatch(/^HTTP\/1\.1 400 /);
  });

  it("no origin, no host, two of either", async () => {
    const host = `Host: localhost:${guard.port}`;
    const rest = ["Content-Type: application/json", "Content-Length: 2", "Connection: close"];
    const status = async (lines: readonly string[]) =>
      (await sendBytes(`${head(["POST / HTTP/1.1", ...lines, ...rest])}{}`)).slice(9, 12);
    expect(await status([host])).toBe("403");
    expect(await status([`Origin: ${page}`])).toBe("400");
    expect(await status([host, `Origin: ${page}`, "Origin: https://evil.example"])).toBe("403");
    expect(await status([host, "Host: evil.example", `Origin: ${page}`])).toMatch(/40[03]/);
  });

  it("a second request smuggled behind the first", async () => {
    const answer = await sendBytes(
      `${head([
        "POST / HTTP/1.1",
        `Host: localhost:${guard.port}`,
        `Origin: ${page}`,
        "Content-Type: application/json",
        "Content-Length: 4",
        "Transfer-Encoding: chunked",
      ])}0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });
});

it("isn't reachable from other addresses of this machine, and says so when its port is taken", async () => {
  const other = connect(guard.port, "127.0.0.2");
  const [error] = (await once(other, "error")) as [NodeJS.ErrnoException];
  expect(error.code).toBe("ECONNREFUSED");
  await expect(openGuard(guard.port, () => Promise.reject(new Error("unused")))).rejects.toThrow(
    `Port ${guard.port} of 127.0.0.1 is taken`,
  );
});

it("closes while a request is under way", async () => {
  const slow = await openGuard(
    0,
    (_, signal) =>
      new Promise((__, reject) =>
        signal.addEventListener("abort", () => reject(new Error("the page left"))),
      ),
  );
  const sent = request({
    host: "127.0.0.1",
    port: slow.port,
    method: "POST",
    headers: { Origin: page, "Content-Type": "application/json" },
  });
  sent.end("{}");
  const broken = once(sent, "error").catch((error: unknown) => [error]);
  await once(sent, "finish");
  await slow.close();
  const [error] = (await broken) as [NodeJS.ErrnoException];
  expect(error.code).toBe("ECONNRESET");
});
