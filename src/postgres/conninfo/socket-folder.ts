import { existsSync } from "node:fs";

/** Where Debian's servers have their sockets, and its libpq looks for them. */
export const socketFolder = "/var/run/postgresql";

/** The server that nobody names: libpq's folder of sockets, where there is one. */
export function defaultHost(): string {
  return existsSync(socketFolder) ? socketFolder : "localhost";
}
