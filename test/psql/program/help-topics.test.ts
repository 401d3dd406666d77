import { expect, test } from "vitest";
import { commandsForPeople } from "../../../src/psql/backslash/for-people.ts";
import { refusedCommands } from "../../../src/psql/backslash/refused.ts";
import { COMMANDS } from "../../../src/psql/backslash/table.ts";
import { HELP_TOPICS } from "../../../src/psql/program/help-topics.ts";
import { newestRelease } from "../../../src/psql/release.ts";
import { defaultSwitches, establishSpecialVariables } from "../../../src/psql/special-variables.ts";
import { Variables } from "../../../src/psql/variables.ts";

/** Other names of commands, and what nobody looks for. */
const LEFT_OUT = new Set(
  "c copyright html include include_relative lo_list lo_list+ out print quit reset write".split(
    " ",
  ),
);

test("the list of commands names all that scripts can have", () => {
  const text = HELP_TOPICS.get("commands") ?? "";
  const missing = [...COMMANDS.keys()].filter(
    (name) =>
      !(name in refusedCommands) &&
      !(name in commandsForPeople) &&
      !LEFT_OUT.has(name) &&
      !new RegExp(`\\\\${name.replace(/\W/g, "\\$&")}(?![a-z_])`).test(text),
  );
  expect(missing).toEqual([]);
});

test("the list of variables names all that are set from the start or mean something", () => {
  const variables = new Variables();
  establishSpecialVariables(variables, defaultSwitches(), () => newestRelease);
  const text = HELP_TOPICS.get("variables") ?? "";
  const withoutEffect = /^(?:COMP_|HIDE_|HIST|IGNOREEOF|PROMPT)/;
  const missing = variables
    .entries()
    .filter(([name]) => !withoutEffect.test(name) && !new RegExp(`\\b${name}\\b`).test(text));
  expect(missing).toEqual([]);
});
