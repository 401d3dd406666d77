import { request } from "node:http";
import type { Answer } from "./guard.ts";

/**
 * Asks drizzle-kit's studio on its socket.
 *
 * @throws the system's error where nobody listens or the connection breaks; the signal's reason.
 */
export function askKit(socketPath: string, body: unknown, signal: AbortSignal): Promise<Answer> {
  const json = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const headers = {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(json),
    };
    const asked = request(
      { socketPath, method: "POST", path: "/", headers, signal },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 502, json: Buffer.concat(chunks) }),
        );
      },
    );
    asked.on("error", reject);
    asked.end(json);
  });
}
