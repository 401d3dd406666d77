import type { ConnectionSettings } from "../../postgres/settings.ts";
import { type Action, actionsOf, type CommandLine } from "./command-line.ts";
import { environmentOf } from "../connect/environment.ts";
import type { PsqlReporter } from "../messages/reporter.ts";
import { includedName } from "../scan/include.ts";
import { type Refusal, ScriptScan } from "../scan/scan.ts";
import type { Session } from "../state.ts";
import { fromBytes } from "../text/bytes.ts";

function isInput(action: Action): boolean {
  return action.kind === "file" && (action.name === undefined || action.name === "-");
}

/**
 * A script on standard input that a real psql is to run: all of it, as nothing stops psql once it runs. For others the
 * stream isn't asked for, since making it takes time.
 */
export async function inputForPsql(
  line: CommandLine,
  io: { readonly stdin: NodeJS.ReadableStream },
): Promise<Buffer | undefined> {
  if (line.executor !== "psql" || !actionsOf(line).some(isInput)) return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of io.stdin) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks);
}

function scanAction(
  scan: ScriptScan,
  action: Action,
  input: Buffer | undefined,
): Refusal | undefined {
  if (action.kind === "command") return scan.text(`\\${action.text}`, undefined);
  if (isInput(action)) return input && scan.text(input.toString("latin1"), "<stdin>");
  if (action.kind !== "file" || action.name === undefined) return undefined;
  return scan.file(includedName(action.name, { relative: false, from: undefined }));
}

/** Looks at the scripts before anything runs; true, having said why, when they ask for what isn't allowed. */
export function refusesScripts(
  session: Session,
  reporter: PsqlReporter,
  given: { line: CommandLine; settings: ConnectionSettings; input: Buffer | undefined },
): boolean {
  const { line, settings, input } = given;
  const { permissions } = session;
  const cwd = fromBytes(session.cwd);
  const thorough = line.executor === "psql";
  // A real psql is told the connection by its environment.
  const { HOME } = session.env;
  const env = thorough ? { ...environmentOf(settings), HOME } : session.env;
  const scan = new ScriptScan({ permissions, cwd, settings, env, thorough });
  for (const action of actionsOf(line)) {
    const refusal = scanAction(scan, action, input);
    if (refusal === undefined) continue;
    session.file = refusal.file;
    session.line = refusal.file === undefined ? 0 : refusal.place.line;
    reporter.refused(refusal, refusal.place);
    return true;
  }
  return false;
}
