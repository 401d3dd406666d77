import { parseAtoi } from "../c-number.ts";
import type { PipelineRequest } from "../state.ts";
import { argument, type Command, type CommandContext, type Outcome } from "./command.ts";

/** psql 18's commands for pipelines. */
export const pipelineCommands: Record<string, Command> = {
  startpipeline: {
    skips: "nothing",
    run(context) {
      const { session } = context;
      if (!session.strict) return asking({ kind: "start" })(context);
      session.reporter.error(
        "\\startpipeline: a migration can't have a pipeline, which goes on after errors",
      );
      return "error";
    },
  },
  endpipeline: { skips: "nothing", run: asking({ kind: "end" }) },
  syncpipeline: { skips: "nothing", run: asking({ kind: "sync" }) },
  flush: { skips: "nothing", run: asking({ kind: "flush" }) },
  flushrequest: { skips: "nothing", run: asking({ kind: "flush-request" }) },
  getresults: {
    run(context) {
      const count = parseAtoi(argument(context) ?? "");
      if (count >= 0) return asking({ kind: "results", count })(context);
      context.session.reporter.error("\\getresults: invalid number of requested results");
      return "error";
    },
  },
  sendpipeline: {
    skips: "nothing",
    run(context) {
      const { pipeline, destination } = context.session;
      const { kind } = destination.extended ?? {};
      if (pipeline?.isOpen !== true)
        return refused(context, "not allowed outside of pipeline mode");
      if (kind === "bind" || kind === "bind-named") return "send";
      return refused(context, "must be used after \\bind or \\bind_named");
    },
  },
};

function asking(request: PipelineRequest): Command["run"] {
  return ({ session }) => {
    session.destination.pipeline = request;
    return "send";
  };
}

/** Why a command that waits for a result can't be run now; undefined: no pipeline is open. */
export function refusedInPipeline(context: CommandContext): Outcome | undefined {
  if (context.session.pipeline?.isOpen !== true) return undefined;
  return refused(context, "not allowed in pipeline mode");
}

function refused({ session, name }: CommandContext, reason: string): Outcome {
  session.reporter.error(`\\${name} ${reason}`);
  session.destination.extended = undefined;
  return "error";
}
