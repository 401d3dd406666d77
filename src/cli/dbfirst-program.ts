import { main } from "./main.ts";
import { start } from "./start.ts";

export { main };

/** What cli.ts does for all commands but `dbfirst psql`, for a bundle of one file. */
export function run(): void {
  start(process, main);
}
