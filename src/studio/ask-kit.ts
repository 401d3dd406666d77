import { request } from "node:http";
import { DbfirstError } from "../errors.ts";
import type { Answer } from "./guard.ts";

/**
 * Asks drizzle-kit's studio on its socket.
 *
 * @throws DbfirstError, whose cause is the system's, where nobody listens, the connection breaks or the signal is aborted.
 */
export function askKit(socketPath: string, body: unknown, signal: AbortSignal): Promise<Answer> {
  const json = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) =>
      reject(new DbfirstError("STUDIO_SILENT", "drizzle-kit studio doesn't answer.", { cause }));
    const headers = {
      "Content-Type": "application/json",
      "Content-Length": Buffer.byteLength(json),
    };
    const asked = request(
      { socketPath, method: "POST", path: "/", headers, signal },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", fail);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 502, json: Buffer.concat(chunks) }),
        );
      },
    );
    asked.on("error", fail);
    asked.end(json);
  });
}
