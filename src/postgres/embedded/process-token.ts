import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";

/**
 * Names a process for good: its id and when it started, as ids are used again; on Linux also its namespace of ids, as
 * containers share folders. Letters, digits and dashes only, so that it can be part of a file name.
 *
 * @returns undefined when there is no such process.
 */
export function processToken(pid: number): string | undefined {
  const start = startOf(pid);
  return start === undefined ? undefined : `${pid.toString(36)}-${namespace()}-${start}`;
}

/** Whether the process of a token has ended. `unknown`: it belongs to another container. */
export function processState(token: string): "running" | "ended" | "unknown" {
  const [pid, space] = token.split("-");
  if (pid === undefined || space === undefined) return "ended";
  if (space !== namespace()) return "unknown";
  return processToken(Number.parseInt(pid, 36)) === token ? "running" : "ended";
}

/** Whether a process exists and isn't just waiting to be collected by its parent. */
export function isRunning(pid: number): boolean {
  return startOf(pid) !== undefined;
}

/** The command line of a process; empty when it can't be read. */
export function commandLine(pid: number): string {
  try {
    if (process.platform === "linux") {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    }
    return process.platform === "win32" ? "" : ps(pid, "command=");
  } catch {
    return "";
  }
}

function startOf(pid: number): string | undefined {
  if (process.platform === "linux") {
    let stat: string;
    try {
      stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    } catch {
      return undefined;
    }
    // After the name, which may hold anything: state, and as the 20th from there the start in ticks since boot.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return undefined;
    return shortHash(`${bootId()}:${fields[19]}`);
  }
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return undefined;
  }
  if (process.platform === "win32") return "0";
  try {
    const [state, ...start] = ps(pid, "stat=,lstart=").trim().split(/\s+/u);
    return state === undefined || state.startsWith("Z") ? undefined : shortHash(start.join(" "));
  } catch {
    return undefined;
  }
}

function ps(pid: number, columns: string): string {
  // The only place that looks at a foreign process where there is no /proc.
  return execFileSync("/bin/ps", ["-o", columns, "-p", String(pid)], {
    encoding: "utf8",
    env: { LC_ALL: "C" },
    stdio: ["ignore", "pipe", "ignore"],
  });
}

function namespace(): string {
  if (process.platform !== "linux") return "0";
  try {
    return BigInt(readlinkSync("/proc/self/ns/pid").replaceAll(/\D/gu, "")).toString(36);
  } catch {
    return "0";
  }
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
