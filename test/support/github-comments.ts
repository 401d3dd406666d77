import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

interface Comment {
  id: number;
  user: { login: string };
  body: string;
}

/** The few calls of GitHub's API that comments of a pull request need, on the loopback interface. */
export interface CommentServer {
  url: string;
  comments: Comment[];
  /** The methods and paths that were called, in order. */
  calls: string[];
  /** Answers every call with this status instead, if it isn't undefined. */
  refuseWith: number | undefined;
}

/**
 * Serves the comments of pull request 7 of `owner/name`, oldest first, by pages, to whoever has the token. What is
 * written is from github-actions[bot]. Ends with the test.
 */
export async function serveComments(token: string): Promise<CommentServer> {
  const state: CommentServer = { url: "", comments: [], calls: [], refuseWith: undefined };
  const server = createServer((request, response) => {
    void respond(state, { request, response, token });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return state;
}

async function respond(
  state: CommentServer,
  {
    request,
    response,
    token,
  }: { request: IncomingMessage; response: ServerResponse; token: string },
): Promise<void> {
  const body = await readBody(request);
  const url = new URL(request.url!, "http://localhost");
  state.calls.push(`${request.method} ${url.pathname}`);
  const isAllowed = request.headers.authorization === `Bearer ${token}`;
  const status = state.refuseWith ?? (isAllowed ? undefined : 401);
  const [code, value] =
    status === undefined ? answer(state, { method: request.method!, url, body }) : [status, {}];
  response.writeHead(code, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

function answer(
  { comments }: CommentServer,
  { method, url, body }: { method: string; url: URL; body: string },
): [status: number, value: unknown] {
  const repository = "/repos/owner/name";
  if (url.pathname === `${repository}/issues/7/comments`) {
    if (method === "GET") {
      const size = Number(url.searchParams.get("per_page"));
      const start = (Number(url.searchParams.get("page")) - 1) * size;
      return [200, comments.slice(start, start + size)];
    }
    const text = (JSON.parse(body) as { body: string }).body;
    if (text.length > 65_536) return [422, { message: "body is too long" }];
    const comment = { id: comments.length + 1, user: { login: "github-actions[bot]" }, body: text };
    comments.push(comment);
    return [201, comment];
  }
  const [, id] = /^\/repos\/owner\/name\/issues\/comments\/(\d+)$/.exec(url.pathname) ?? [];
  const found = comments.find((comment) => String(comment.id) === id);
  if (found === undefined || method !== "PATCH") return [404, {}];
  found.body = (JSON.parse(body) as { body: string }).body;
  return [200, found];
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk as string;
  return body;
}
