import type { IncomingMessage } from "node:http";

/** The content of a request; undefined where it is longer than `longest` bytes, of which no more is read then. */
export async function readBody(
  request: IncomingMessage,
  longest: number,
): Promise<Buffer | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > longest) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  // Iterating would destroy the request, and the answer with it, when it is left early.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    length += (chunk as Buffer).length;
    if (length > longest) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
