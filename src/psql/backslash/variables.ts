import { demandEnvironment } from "../permissions.ts";
import { fromBytes, toBytes } from "../text/bytes.ts";
import { argument, type Command, missingArgument, outcome, remainingArguments } from "./command.ts";

/** \set, \unset, \getenv, \setenv, \prompt. */
export const variableCommands: Record<string, Command> = {
  set: {
    run(context) {
      const { session } = context;
      const name = argument(context);
      if (name === undefined) {
        for (const [each, value] of session.variables.entries())
          session.stdout.write(`${each} = '${value}'\n`);
        return "done";
      }
      const value = remainingArguments(context)
        .map((part) => part.text)
        .join("");
      return outcome(session.set(name, value));
    },
  },
  unset: {
    run(context) {
      const name = argument(context);
      return name === undefined
        ? missingArgument(context)
        : outcome(context.session.set(name, undefined));
    },
  },
  getenv: {
    run(context) {
      const { session } = context;
      const variable = argument(context);
      const name = argument(context);
      if (variable === undefined || name === undefined) return missingArgument(context);
      const value = session.env[fromBytes(name)];
      return outcome(value === undefined || session.set(variable, toBytes(value)));
    },
  },
  setenv: {
    run(context) {
      const { session } = context;
      demandEnvironment(session.permissions);
      const name = argument(context);
      const value = argument(context);
      if (name === undefined) return missingArgument(context);
      if (name.includes("=")) {
        session.reporter.error(`\\${context.name}: environment variable name must not contain "="`);
        return "error";
      }
      session.env[fromBytes(name)] = value === undefined ? undefined : fromBytes(value);
      return "done";
    },
  },
  prompt: {
    async run(context) {
      const { session } = context;
      const first = argument(context);
      const second = argument(context);
      if (first === undefined) return missingArgument(context);
      // Without a file, psql asks a person, whatever standard input is.
      const asksPerson = session.file === undefined;
      if (second !== undefined && asksPerson) session.reporter.write(first);
      else if (second !== undefined) session.stdout.write(first);
      session.stdout.flush();
      const line = await session.stdin().readLine();
      if (line === undefined && !asksPerson) {
        session.reporter.error(`\\${context.name}: could not read value for variable`);
        return "error";
      }
      const answer = asksPerson ? (line ?? "").replace(/\r+$/, "") : line;
      return outcome(session.set(second ?? first, answer));
    },
  },
};
