import { isJsonObject, type NodeTypeDescription } from '@aiwf/definition';
import { PLANNED_NODE_TYPES } from '../../ground';
import { LANGUAGE } from '../form/node-schemas';
import { fieldLines, typeText } from './field-lines';

function entry({ type, summary, config_schema, output }: NodeTypeDescription): string {
  const outputs = output.properties ? fieldLines(output, '    ') : [`    ${typeText(output)}`];
  return [
    `${type}: ${summary}`,
    '  config',
    ...fieldLines(config_schema, '    '),
    '  output',
    ...outputs,
  ].join('\n');
}

/** What every node may have beside its id, type, name and config. */
function commonFields(): string {
  const properties = { ...LANGUAGE.$defs.node.oneOf[0]?.properties };
  const common = Object.entries(properties).filter(
    ([name]) => !['id', 'type', 'name', 'config'].includes(name),
  );
  return fieldLines({ properties: Object.fromEntries(common) }, '  ').join('\n');
}

const edge = LANGUAGE.properties['edges']?.items;
const limits = LANGUAGE.properties['limits'];

/** The language as a model is told it, made of the catalogue that is published. */
export const CATALOGUE_TEXT = [
  `Every node: id, type, name, config, and\n${commonFields()}`,
  ...PLANNED_NODE_TYPES.map(entry),
  `An edge\n${fieldLines(isJsonObject(edge) ? edge : {}, '  ').join('\n')}`,
  `limits\n${fieldLines(limits ?? {}, '  ').join('\n')}`,
].join('\n\n');
