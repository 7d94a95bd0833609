import { calculatorTool } from './calculator.tool';

const context = { signal: new AbortController().signal };
const calculate = (expression: string) => calculatorTool.run({ expression }, context);

describe('calculator', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['100 / 10 / 5', 2],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['(-2) ^ 2', 4],
    ['2 ^ -1', 0.5],
    ['-2 * -3', 6],
    ['--3', 3],
    ['+5 - +2', 3],
    ['17 % 5', 2],
    ['-7 % 3', -1],
    ['2 * 3 % 4', 2],
    ['.5 + 1.', 1.5],
    ['1e3 + 2.5E-1', 1000.25],
    ['sqrt(16) + abs(-2)', 6],
    ['round(2.5) + floor(-1.5) + ceil(1.2)', 3],
    ['min(3, 1, 2) + max(7)', 8],
    ['MAX(1, min(5, 2 + 2))', 4],
    ['round(pi * 10) / 10', 3.1],
    ['e ^ 0', 1],
    ['  ( 1200*0.19 )\n/ 12 ', 19],
  ])('%s = %d', async (expression, result) => {
    await expect(calculate(expression)).resolves.toEqual({ result });
  });

  it.each([
    ['', 'Unexpected end at position 1'],
    ['1 +', 'Unexpected end at position 4'],
    ['(1 + 2', 'Unexpected end at position 7 of the expression, expected ")"'],
    ['1 2', 'Unexpected "2" at position 3'],
    ['1 $ 2', 'Unexpected "$" at position 3'],
    ['1,000 + 1', 'Unexpected "," at position 2'],
    ['* 2', 'Unexpected "*" at position 1'],
    ['2 pi', 'Unexpected "pi" at position 3'],
    ['sqrt 4', 'Unexpected "4" at position 6 of the expression, expected "("'],
    ['sqrt(1, 2)', 'sqrt takes 1 value, not 2'],
    ['min()', 'Unexpected ")" at position 5'],
    ['constructor(1)', 'Unknown name "constructor"; known are sqrt, abs'],
    ['__proto__', 'Unknown name "__proto__"'],
    ['1 / 0', 'Division by zero'],
    ['5 % (1 - 1)', 'Division by zero'],
    ['sqrt(-1)', 'not a finite real number'],
    ['9 ^ 999', 'not a finite real number'],
    ['process.exit()', 'Unexpected "." at position 8'],
    [`${'('.repeat(60)}1${')'.repeat(60)}`, 'nested deeper than 50 levels'],
    [`${'-'.repeat(60)}1`, 'nested deeper than 50 levels'],
    [`1${'+1'.repeat(250)}`, 'longer than 500 characters'],
  ])('%j fails: %s', async (expression, message) => {
    await expect(calculate(expression)).rejects.toMatchObject({
      code: 'invalid_arguments',
      message: expect.stringContaining(message),
    });
  });

  it('computes as long an expression as is allowed', async () => {
    await expect(calculate(`1${'+1'.repeat(249)}`)).resolves.toEqual({ result: 250 });
  });
});
