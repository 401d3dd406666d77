import { type ConnectionSettings, usesSocket } from "../settings.ts";
import { parseInteger } from "./parse-integer.ts";

const ofTcp = [
  "keepalives",
  "keepalives_idle",
  "keepalives_interval",
  "keepalives_count",
  "tcp_user_timeout",
];

/**
 * libpq looks at these when it is about to connect.
 *
 * @throws UsageError in libpq's words
 */
export function demandIntegers(server: ConnectionSettings): void {
  const keywords = usesSocket(server) ? ["connect_timeout"] : ["connect_timeout", ...ofTcp];
  for (const keyword of keywords) {
    const text = server.conninfo?.get(keyword);
    if (text !== undefined) parseInteger(keyword, text);
  }
}
