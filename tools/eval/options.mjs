/**
 * What `npm run eval` can be told.
 */
import { inspect, parseArgs } from 'node:util';
import { SetupError } from '../setup/setup-error.mjs';

export const HELP = `npm run eval -- [--planner outline|llm] [--repeat N] [--group NAME] [--case ID] [--json FILE] [--update-baseline]
npm run eval -- --cases FOLDER [--planner outline|llm] [--repeat N] [--json FILE]

Plans every prompt of tools/eval through the built gateway and checks what each graph has to hold. Ends with exit code 1
when the outline planner fails a case that it passed in tools/eval/baseline/outline.json.

  --planner           outline (default), or llm: the model that LLM_MODEL, LLM_BASE_URL and the provider's key name,
                      from the environment or .env
  --repeat            plans each case so many times, 1 to 10; a case then passes when it passes every time
  --group             only the cases of a group; may be given several times
  --case              only the case with this id, such as linear/essay; may be given several times
  --json              writes everything measured to a file
  --update-baseline   takes what passes and fails now as the outline planner's new baseline
  --cases             instead of our own prompts: the public benchmark cases (*.json, *.jsonl) in a folder`;

const OPTIONS = {
  planner: { type: 'string', default: 'outline' },
  repeat: { type: 'string', default: '1' },
  group: { type: 'string', multiple: true, default: [] },
  case: { type: 'string', multiple: true, default: [] },
  json: { type: 'string' },
  cases: { type: 'string' },
  'update-baseline': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
};

/**
 * Reads the arguments.
 *
 * @returns `{ help, planner, repeat, groups, ids, jsonFile, folder, updateBaseline }`
 * @throws SetupError for what can't be meant
 */
export function readOptions(args) {
  const { planner, repeat, group, case: ids, json, cases, help, ...rest } = parse(args);
  const updateBaseline = rest['update-baseline'];
  const options = {
    help,
    planner,
    repeat: Number(repeat),
    groups: group,
    ids,
    jsonFile: json,
    folder: cases,
    updateBaseline,
  };
  if (!['outline', 'llm'].includes(planner))
    throw new SetupError(`--planner is outline or llm, not ${inspect(planner)}.`);
  if (!/^([1-9]|10)$/.test(repeat))
    throw new SetupError(`--repeat is a number from 1 to 10, not ${inspect(repeat)}.`);
  if (updateBaseline && planner !== 'outline')
    throw new SetupError("The baseline is the outline planner's: leave --planner or --update-baseline out.");
  if (updateBaseline && (group.length > 0 || ids.length > 0 || cases !== undefined))
    throw new SetupError(
      'A baseline holds every case: --update-baseline goes without --group, --case and --cases.',
    );
  return options;
}

function parse(args) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    throw new SetupError(`${error.message.split('\n', 1)[0]} See npm run eval -- --help.`);
  }
}
