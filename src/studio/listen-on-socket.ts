import { randomUUID } from "node:crypto";
import { join } from "node:path";

/**
 * What drizzle-kit's studio loads first. Its server has no authentication and invites every web page, so it gets no port at
 * all: it listens on the Unix socket (on Windows: the named pipe) in DBFIRST_STUDIO_SOCKET, which no browser can open and,
 * being in a folder of this user's, nobody else. It speaks plain HTTP there also where `mkcert` would have it speak TLS.
 *
 * Standard input is a pipe that ends when dbfirst does, however that ended.
 */
export const listenOnSocketSource = `"use strict";
const http = require("node:http");
const https = require("node:https");
const socket = process.env.DBFIRST_STUDIO_SOCKET;
const { listen } = require("node:net").Server.prototype;
http.Server.prototype.listen = function (...args) {
  const listening = args.findLast((value) => typeof value === "function");
  return listening === undefined ? listen.call(this, socket) : listen.call(this, socket, listening);
};
https.createServer = http.createServer;
process.stdin.on("end", () => process.exit(0)).on("error", () => process.exit(0)).resume();
`;

/** Where drizzle-kit listens, for a folder that only this user can enter. */
export function studioSocket(folder: string): string {
  return process.platform === "win32"
    ? `\\\\.\\pipe\\dbfirst-studio-${randomUUID()}`
    : join(folder, "studio.sock");
}
