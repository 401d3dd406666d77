/** Time that some work may take. It counts from the work's beginning: what was got ready for it before isn't part of it. */
export interface Clock {
  /** Aborted when the time is over. */
  signal: AbortSignal;
  start: () => void;
}

export function clockOf(seconds: number): Clock {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    start: () => {
      const isOver = new DOMException(`It took more than ${seconds} s`, "TimeoutError");
      setTimeout(() => controller.abort(isOver), seconds * 1000).unref();
    },
  };
}
