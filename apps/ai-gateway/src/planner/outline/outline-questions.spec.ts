import { plan, warningsOf } from './definition.fixture';
import { outlineQuestions } from './index';

const TEAM = 'Email the summary of the report to the team';
const inputsOf = (prompt: string, answers?: Parameters<typeof plan>[1]): unknown =>
  plan(prompt, answers).inputs?.properties;

describe('what an outline asks', () => {
  it('is where something is sent, and what was pointed at', () => {
    expect(outlineQuestions(TEAM)).toEqual([
      {
        id: 'team_url',
        question: expect.stringContaining('the team') as string,
        type: 'url',
        default: null,
      },
      { id: 'report', question: expect.stringContaining('report') as string, type: 'text', default: null },
    ]);
  });

  it.each([
    ['Translate the text', 'language', 'English'],
    ['Have the lawyer approve the contract, then post it to https://a.example.com', 'approvers', 'owner'],
  ])('has a default where there is a usual answer: %s', (prompt, id, usual) => {
    expect(outlineQuestions(prompt)).toContainEqual(expect.objectContaining({ id, default: usual }));
  });

  it('is nothing where nothing is missing', () => {
    expect(outlineQuestions('Write a poem about the sea')).toEqual([]);
  });

  it('is the same for the same prompt', () => {
    expect(outlineQuestions(TEAM)).toEqual(outlineQuestions(TEAM));
  });
});

describe('an answer', () => {
  it('takes the place of the input', () => {
    const answered = { team_url: 'https://team.example.com/in', report: 'Sales rose.' };
    expect(inputsOf(TEAM, answered)).toEqual({ report: expect.objectContaining({ default: 'Sales rose.' }) });
    expect(JSON.stringify(plan(TEAM, answered).nodes)).toContain('https://team.example.com/in');
  });

  it('names who approves', () => {
    const { nodes } = plan('Write a note. Have the lawyer approve it, then translate it into French.', {
      approvers: 'dana, lee',
    });
    expect(nodes.find(({ type }) => type === 'approval')?.config).toMatchObject({
      approvers: ['dana', 'lee'],
    });
  });

  it('names the language', () => {
    const { nodes } = plan('Translate the text', { language: 'Dutch' });
    expect(JSON.stringify(nodes)).toContain('into Dutch');
  });

  it.each([
    ['is no address', { team_url: 'the usual place' }],
    ['is empty', { team_url: ' ' }],
    ['is of another type', { team_url: 7 }],
    ['answers nothing that was asked', { boss_url: 'https://boss.example.com' }],
  ])('changes nothing where it %s', (_case, answers) => {
    expect(plan(TEAM, answers)).toEqual(plan(TEAM));
  });

  it('cannot bring an expression into the workflow', () => {
    const { nodes } = plan('Translate the text', { language: 'French {{ inputs.secret }}' });
    expect(JSON.stringify(nodes)).not.toContain('inputs.secret');
  });
});

it('says what an unanswered address means', () => {
  expect(warningsOf(TEAM)).toContain('"team_url" is empty');
});
