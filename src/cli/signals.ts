import type { Console } from "../console.ts";
import { ExitCode } from "../errors.ts";
import type { Host } from "./host.ts";

const codes = {
  SIGINT: ExitCode.interrupted,
  SIGTERM: ExitCode.terminated,
  SIGHUP: ExitCode.terminated,
} as const;

/**
 * Runs a command so that Ctrl-C and SIGTERM abort it; a second one ends the process at once. `keepsCode`: the command
 * that comes to an end by itself then says with which code.
 */
export async function underSignals(
  host: Host,
  terminal: Console,
  run: (signal: AbortSignal) => Promise<number>,
  { keepsCode = false }: { keepsCode?: boolean } = {},
): Promise<number> {
  const controller = new AbortController();
  let received: keyof typeof codes | undefined;
  const onSignal = (signal: keyof typeof codes) => {
    if (received !== undefined) host.exit(codes[signal]);
    received = signal;
    terminal.done();
    terminal.note("Stopping… (once more to stop at once)");
    controller.abort();
  };
  const signals = Object.keys(codes) as (keyof typeof codes)[];
  for (const signal of signals) host.on(signal, onSignal);
  try {
    const code = await run(controller.signal);
    return received === undefined || keepsCode ? code : codes[received];
  } catch (error) {
    if (received === undefined) throw error;
    terminal.error(`Interrupted${terminal.verbose ? `: ${String(error)}` : "."}`);
    return codes[received];
  } finally {
    terminal.done();
    for (const signal of signals) {
      host.off(signal, onSignal);
      // What is left is to write and to exit: it ends then as it would have, by a code, and not by the signal itself.
      host.on(signal, () => host.exit(codes[signal]));
    }
  }
}
