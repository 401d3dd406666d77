import { setFlagsFromString } from "node:v8";

/**
 * Lets this process collect its garbage before it is as much again as half of what is in use, where V8 would wait for up
 * to three times that: rendering a large schema leaves a lot, and takes a twentieth longer so.
 */
export function keepHeapModest(): void {
  setFlagsFromString("--heap-growing-percent=50");
  // Code that V8 made under another switch is refused by the next process: the launcher keeps it at the end.
  process.prependOnceListener("exit", () => setFlagsFromString("--heap-growing-percent=0"));
}
