import type { Branch } from "../conditional.ts";
import { parseBoolean } from "../variables.ts";
import {
  type Command,
  type CommandContext,
  type Outcome,
  outcome,
  remainingArguments,
} from "./command.ts";

/** \if, \elif, \else, \endif. */
export const branchCommands: Record<string, Command> = {
  if: {
    always: true,
    run(context) {
      const { conditionals } = context;
      if (conditionals.isActive) {
        conditionals.push("true");
        remember(context);
        if (!isTrue(context, "\\if expression")) conditionals.change("false");
      } else {
        conditionals.push("ignored");
        remember(context);
        remainingArguments(context);
      }
      return "done";
    },
  },
  elif: {
    always: true,
    run(context) {
      const { conditionals } = context;
      switch (conditionals.branch) {
        case "true":
          remember(context);
          conditionals.change("ignored");
          remainingArguments(context);
          return "done";
        case "false":
          discard(context);
          conditionals.change("true");
          if (!isTrue(context, "\\elif expression")) conditionals.change("false");
          return "done";
        case "ignored":
          discard(context);
          remainingArguments(context);
          return "done";
        default:
          return misplaced(context);
      }
    },
  },
  else: {
    always: true,
    run(context) {
      const { conditionals } = context;
      const next: Partial<Record<Branch, Branch>> = {
        true: "else-false",
        false: "else-true",
        ignored: "else-false",
      };
      const branch = conditionals.branch;
      const changed = branch === undefined ? undefined : next[branch];
      if (changed === undefined) return misplaced(context);
      if (branch === "true") remember(context);
      else discard(context);
      conditionals.change(changed);
      return "done";
    },
  },
  endif: {
    always: true,
    run(context) {
      const { conditionals, session } = context;
      if (conditionals.isEmpty) session.reporter.error("\\endif: no matching \\if");
      else {
        if (!conditionals.isActive) discard(context);
        conditionals.pop();
        return "done";
      }
      return outcome(false);
    },
  },
};

function misplaced(context: CommandContext): Outcome {
  const reason = context.conditionals.isEmpty ? "no matching \\if" : "cannot occur after \\else";
  context.session.reporter.error(`\\${context.name}: ${reason}`);
  return "error";
}

function isTrue(context: CommandContext, what: string): boolean {
  const text = remainingArguments(context)
    .map((argument) => argument.text)
    .join(" ");
  const value = parseBoolean(text);
  if (value === undefined)
    context.session.reporter.error(`unrecognized value "${text}" for "${what}": Boolean expected`);
  return value === true;
}

function remember({ conditionals, buffer, lexer }: CommandContext): void {
  conditionals.remember({ queryLength: buffer?.length ?? 0, shape: lexer.statement.mark });
}

/** Drops the text of a skipped branch. */
function discard({ conditionals, buffer, lexer }: CommandContext): void {
  const { beginning } = conditionals;
  if (beginning === undefined) return;
  buffer?.truncate(beginning.queryLength);
  lexer.statement.returnTo(beginning.shape);
}
