import { DEFINITION_CAPS } from '../../caps';
import { expression } from '../parts';
import { name } from '../id';
import { exactlyOne, list, record, type Shape } from '../shape';

export const CONDITION = record(
  {
    branches: list(
      record(
        {
          name: name('What an edge names as its branch.'),
          when: expression('CEL that is true or false, such as nodes.score.output > 5.'),
        },
        ['name', 'when'],
      ),
      DEFINITION_CAPS.maxBranches,
      'Tried in order; the first whose expression is true is taken.',
      1,
    ),
    default: name('The branch taken when none is true; absent: no edge is.'),
  },
  ['branches'],
);

export const TRANSFORM: Shape = {
  ...record(
    {
      expression: expression('CEL; its value is the output.'),
      value: { description: 'A template; what it renders to is the output.' },
    },
    [],
  ),
  ...exactlyOne('expression', 'value'),
};
