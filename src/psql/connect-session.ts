import { DbfirstError } from "../errors.ts";
import type { ConnectionSettings } from "../postgres/settings.ts";
import { formatDiagnostic } from "./diagnostics.ts";
import type { Session } from "./state.ts";
import { type Bytes, toBytes } from "./text/bytes.ts";
import { connect, RefusedError } from "../postgres/wire/connect.ts";

export interface SessionConnectOptions {
  applicationName?: string;
  signal?: AbortSignal | undefined;
}

/** Connects the session; it keeps the name that the application goes by. Throws what `connect` throws. */
export async function connectSession(
  session: Session,
  settings: ConnectionSettings,
  options: SessionConnectOptions = {},
): Promise<void> {
  session.connection = await connect(settings, {
    applicationName: options.applicationName ?? "psql",
    signal: options.signal,
    onNotice: (diagnostic, query) => session.reporter.notice(diagnostic, query),
  });
  session.pipeline = undefined;
  session.settings = settings;
  session.syncVariables();
}

/** Why connecting failed, in libpq's words where there are any. */
export function connectionFailure(error: unknown, settings: ConnectionSettings): Bytes {
  const { host, port } = settings;
  const server = host.startsWith("/")
    ? `connection to server on socket "${host}/.s.PGSQL.${port}"`
    : `connection to server at "${host}", port ${port}`;
  if (error instanceof RefusedError) {
    const style = {
      verbosity: "default",
      showContext: "errors",
      isError: true,
      charset: "utf8",
    } as const;
    return `${toBytes(server)} failed: ${formatDiagnostic(error.diagnostic, undefined, style)}`;
  }
  const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
  if (cause?.code === "ECONNREFUSED")
    return `${toBytes(server)} failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?`;
  const message =
    error instanceof DbfirstError ? error.message : `${server} failed: ${(error as Error).message}`;
  return toBytes(message);
}
