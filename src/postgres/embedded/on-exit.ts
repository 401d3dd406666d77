const cleanups = new Set<() => void>();

/**
 * Runs a synchronous clean-up when this process exits without having done it: after process.exit, or an uncaught error.
 * Not after SIGKILL; for that the next run sweeps.
 *
 * @returns a function that takes it back.
 */
export function onExit(cleanup: () => void): () => void {
  if (cleanups.size === 0) process.on("exit", runAll);
  cleanups.add(cleanup);
  return () => {
    cleanups.delete(cleanup);
    if (cleanups.size === 0) process.off("exit", runAll);
  };
}

function runAll(): void {
  for (const cleanup of cleanups) cleanup();
}
