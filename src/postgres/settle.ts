import type { Socket } from "node:net";

/** Resolves with the socket at its event, or rejects with its error, its early end or the signal's reason. */
export function settle<T extends Socket>(
  socket: T,
  event: "connect" | "secureConnect",
  signal: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const finish = (act: () => void) => {
      socket.off(event, onReady);
      socket.off("error", onError);
      socket.off("close", onClose);
      signal.removeEventListener("abort", onAbort);
      act();
    };
    const onReady = () => finish(() => resolve(socket));
    const onError = (error: Error) => finish(() => reject(error));
    const onClose = () => finish(() => reject(closedEarly()));
    const onAbort = () =>
      finish(() => {
        socket.on("error", () => {
          // The socket is given up; what it says after this has no listener.
        });
        socket.destroy();
        reject(signal.reason as Error);
      });
    socket.on(event, onReady);
    socket.on("error", onError);
    socket.on("close", onClose);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
}

/** The server hung up where an answer was due. */
export function closedEarly(): Error {
  return Object.assign(new Error("the server closed the connection"), { code: "ECONNRESET" });
}
