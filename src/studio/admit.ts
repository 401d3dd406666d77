import type { IncomingMessage } from "node:http";
import { studioOrigin } from "./page.ts";

/** What becomes of a request, by its first line and headers alone. */
export type Admission =
  | { kind: "preflight"; headers: string | undefined; privateNetwork: boolean }
  | { kind: "request" }
  | { kind: "refused"; status: number; reason: string };

/**
 * Lets the studio's page through, as its browser names it, and nothing else. A browser sends `Origin` with every POST and
 * no page can forge it; `Host` says what name the page used, which isn't this machine's own where a foreign name was made
 * to point here (DNS rebinding).
 *
 * @param port the port that the guard listens on.
 */
export function admit(request: IncomingMessage, port: number): Admission {
  const { method, url, headers } = request;
  const once = (name: string) => (request.headersDistinct[name] ?? []).length === 1;
  if (!once("host") || !ownNames(port).includes(headers.host!.toLowerCase()))
    return refused(403, "this server is only for http://127.0.0.1 and http://localhost");
  if (!once("origin") || headers.origin !== studioOrigin)
    return refused(403, `only ${studioOrigin} may ask here`);
  if (url !== "/") return refused(404, "there is nothing here");
  if (method === "OPTIONS") {
    if (headers["access-control-request-method"] !== "POST")
      return refused(405, "only POST is answered");
    return {
      kind: "preflight",
      headers: headers["access-control-request-headers"],
      privateNetwork: headers["access-control-request-private-network"] === "true",
    };
  }
  if (method !== "POST") return refused(405, "only POST is answered");
  // A page may send form data and plain text without asking first; JSON it may not.
  if (!/^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i.test(headers["content-type"] ?? ""))
    return refused(415, "the content type must be application/json");
  if (headers["content-encoding"] !== undefined)
    return refused(415, "the content must not be encoded");
  return { kind: "request" };
}

function ownNames(port: number): string[] {
  const names = ["127.0.0.1", "localhost"];
  return [...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : [])];
}

function refused(status: number, reason: string): Admission {
  return { kind: "refused", status, reason };
}
