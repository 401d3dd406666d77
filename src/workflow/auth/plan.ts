import {
  chooseCommandLine,
  installMatching,
  libraryVersion,
} from "../../better-auth/command-lines.ts";
import type { AuthPlan } from "../../better-auth/messages.ts";
import { planAuth, type PlanOptions } from "../../better-auth/run-child.ts";
import { planByCommandLine } from "../../better-auth/run-command-line.ts";
import { DbfirstError } from "../../errors.ts";

/** Where Better Auth's own command line may know a way: it loads the config itself, and brings a better-auth. */
const ownWayFails = new Set(["AUTH_CONFIG_INVALID", "AUTH_GENERATOR_MISSING"]);

/**
 * What Better Auth wants: by the library's own function; where that can't be had, by the command line of the same version, if
 * the project has it.
 *
 * @throws DbfirstError AUTH_…: why the library couldn't be asked, and what the command line said or did; the signal's reason.
 */
export async function askBetterAuth(options: PlanOptions): Promise<AuthPlan> {
  try {
    return await planAuth(options);
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof DbfirstError) || !ownWayFails.has(error.code)) throw error;
    return askCommandLine(options, error);
  }
}

/** @param reason why the library can't be asked. */
async function askCommandLine(options: PlanOptions, reason: DbfirstError): Promise<AuthPlan> {
  const { projectDirectory, env, signal } = options;
  const userAgent = env["npm_config_user_agent"];
  const version = libraryVersion(projectDirectory);
  try {
    const tool = chooseCommandLine(projectDirectory, version, userAgent);
    if (tool !== undefined) {
      const plan = await planByCommandLine({ ...options, tool });
      const remark = `${tool.name} ${tool.version} was asked, because dbfirst couldn't ask better-auth itself: ${reason.message}`;
      return { ...plan, remarks: [...plan.remarks, remark] };
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof DbfirstError ? together(reason, error) : error;
  }
  if (reason.hint !== undefined || version === undefined) throw reason;
  const install = installMatching(projectDirectory, version, userAgent);
  throw new DbfirstError(reason.code, reason.message, {
    hint: `If Better Auth's own command line can load it, dbfirst asks that: ${install}`,
    cause: reason.cause,
  });
}

/** The command line may only say the same in other words, or know more. */
function together(first: DbfirstError, second: DbfirstError): DbfirstError {
  const hint = [first.hint, second.hint].filter((text) => text !== undefined).join("\n");
  const { cause } = first;
  return new DbfirstError(second.code, `${first.message}\n${second.message}`, { hint, cause });
}
