import type { AuthOptions, AuthPlugin } from "./load-auth.ts";

const coreModels = ["user", "session", "account", "verification", "rateLimit"] as const;

/**
 * The options under which Better Auth's SQL generator, which knows no `usePlural`, names the tables as an adapter with
 * `usePlural: true` looks for them: by an s after the model's name, also where that was chosen.
 */
export function pluralize(options: AuthOptions): AuthOptions {
  const models = coreModels.map((model) => {
    const given = options[model] as { modelName?: string } | undefined;
    return [model, { ...given, modelName: `${given?.modelName ?? model}s` }] as const;
  });
  return {
    ...options,
    ...Object.fromEntries(models),
    ...(options.plugins && { plugins: options.plugins.map(pluralizePlugin) }),
  };
}

function pluralizePlugin(plugin: AuthPlugin): AuthPlugin {
  if (plugin.schema === undefined) return plugin;
  const schema = Object.entries(plugin.schema).map(([model, table]) => {
    const isCore = (coreModels as readonly string[]).includes(model);
    return [
      model,
      isCore ? table : { ...table, modelName: `${table.modelName ?? model}s` },
    ] as const;
  });
  return { ...plugin, schema: Object.fromEntries(schema) };
}
