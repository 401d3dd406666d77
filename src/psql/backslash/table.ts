import { branchCommands } from "./branches.ts";
import type { Command } from "./command.ts";
import { connectionCommands } from "./connection.ts";
import { fileCommands } from "./files.ts";
import { commandsForPeople } from "./for-people.ts";
import { formatCommands } from "./format.ts";
import { includeCommands } from "./include.ts";
import { outputCommands } from "./output.ts";
import { pipelineCommands } from "./pipelines.ts";
import { refusedCommands } from "./refused.ts";
import { restrictCommands } from "./restrict.ts";
import { sendCommands } from "./send.ts";
import { variableCommands } from "./variables.ts";
import { watchCommands } from "./watch.ts";

/** Every backslash command by its name. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map(
  [
    branchCommands,
    connectionCommands,
    commandsForPeople,
    fileCommands,
    formatCommands,
    includeCommands,
    outputCommands,
    pipelineCommands,
    refusedCommands,
    restrictCommands,
    sendCommands,
    variableCommands,
    watchCommands,
  ].flatMap((family) => Object.entries(family)),
);
