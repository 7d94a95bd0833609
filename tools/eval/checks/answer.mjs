/** Checks of the answer around the graph: inputs, output, warnings, refusals. */

/** `{ "input": "regex" }`, `{ "input": "regex", "default": null | "" | "regex" }`: an input is declared; null: without a default. */
export function input(check, { definition }) {
  const properties = Object.entries(definition.inputs?.properties ?? {});
  const fitting = properties.filter(([name, schema]) =>
    new RegExp(check.input, 'i').test(`${name} ${schema?.description ?? ''}`),
  );
  const isMeant = ([, schema]) => {
    if (!('default' in check)) return true;
    const value = schema?.default;
    if (check.default === null) return value === undefined;
    return check.default === ''
      ? value === ''
      : new RegExp(check.default, 'i').test(JSON.stringify(value ?? ''));
  };
  if (fitting.some(isMeant)) return undefined;
  const wanted = 'default' in check ? ` with the default ${JSON.stringify(check.default)}` : '';
  return {
    expected: `an input like /${check.input}/${wanted}`,
    seen: properties.map(([name]) => name).join(', ') || 'no inputs',
  };
}

/** `{ "no_input": "regex" }`: no such input is asked for. */
export function noInput({ no_input: source }, { definition }) {
  const found = Object.keys(definition.inputs?.properties ?? {}).find((name) =>
    new RegExp(source, 'i').test(name),
  );
  return found && { expected: `no input like /${source}/`, seen: found };
}

/** `{ "output_says": "regex" }`: the output template, its names and what it reads, fit. */
export function outputSays({ output_says: source }, { definition }) {
  const text = JSON.stringify(definition.output ?? null);
  return new RegExp(source, 'i').test(text)
    ? undefined
    : { expected: `an output like /${source}/`, seen: text };
}

/** `{ "warns": "regex" }`: a warning fits. */
export function warns({ warns: source }, { metadata }) {
  const warnings = metadata.warnings ?? [];
  return warnings.some((text) => new RegExp(source, 'i').test(text))
    ? undefined
    : { expected: `a warning like /${source}/`, seen: warnings.join(' | ') || 'no warnings' };
}

/** `{ "named": "regex" }`: the workflow's name fits. */
export function named({ named: source }, { definition }) {
  return new RegExp(source, 'i').test(definition.name)
    ? undefined
    : { expected: `a name like /${source}/`, seen: definition.name };
}

/** `{ "refused": 422 }`: the gateway refuses with this status, and says why. */
export function refused({ refused: status }, { answer }) {
  const isClear =
    answer.status === status && typeof answer.body?.detail === 'string' && answer.body.detail !== '';
  return isClear
    ? undefined
    : { expected: `${status} with a reason`, seen: `${answer.status} ${answer.body?.detail ?? ''}`.trim() };
}
