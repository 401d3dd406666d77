import { isAbsolute, posix, resolve, sep } from "node:path";

import { homeFolder } from "../postgres/conninfo/home-folder.ts";
import type { Environment } from "./connect/environment.ts";
import { type Bytes, fromBytes, isAscii, toBuffer, toBytes } from "./text/bytes.ts";

/** A file's name as most commands take it: `~` and `~/…` stand for the home folder, in messages too. */
export function withHome(name: Bytes, env: Environment): Bytes {
  if (sep !== "/" || !/^~(?:\/|$)/.test(name)) return name;
  const home = homeFolder(env);
  return home === undefined ? name : toBytes(home) + name.slice(1);
}

/** A name as \i, \ir, \copy and \w take it: `x/..` is nothing, wherever a link x leads. */
export function canonicalName(name: Bytes): Bytes {
  return name === "" ? "" : posix.normalize(name).replace(/(?!^)\/$/, "");
}

/**
 * The path of a file that a script names. It stays as it is written, for the system decides where `link/..` leads, and
 * whether there is a `missing/..`. An empty name stays one, which no file has.
 */
export function filePath({ cwd }: { cwd: Bytes }, name: Bytes): Bytes {
  if (name === "") return "";
  if (sep !== "/") return toBytes(resolve(fromBytes(cwd), fromBytes(name)));
  return isAbsolute(name) ? name : `${cwd}/${name}`;
}

/** A path as Node's functions take it: names needn't be UTF-8. */
export function systemPath(path: Bytes): string | Buffer {
  return isAscii(path) ? path : toBuffer(path);
}
