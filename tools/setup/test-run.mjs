/**
 * Runs steps of the tests where a person sees it: what they print, what they wait for, and what each came to.
 */
import { showWaiting } from './progress.mjs';
import { PROJECT_ROOT } from './project.mjs';
import { runCommand } from './run-command.mjs';
import { runStep } from './test-steps.mjs';

/**
 * Runs the steps one after another and tells each one's result.
 *
 * @param env the whole environment of the steps
 * @param tally is told what passed and failed
 */
export async function runSteps(steps, env, signal, tally) {
  for (const step of steps) {
    console.log(`\n▶ ${step.name}`);
    const onOutput = step.quiet ? undefined : (chunk) => process.stdout.write(chunk);
    const run = (args, timeoutMs) =>
      runCommand('node', args, { cwd: PROJECT_ROOT, env, signal, timeoutMs, onOutput });
    const waiting = showWaiting(step.name, step.quiet ? 'the check' : 'the tests');
    const result = await runStep(step, run).finally(waiting.end);
    if (step.quiet && !result.ok) process.stdout.write(result.output);
    for (const name of result.counts?.skippedNames ?? []) console.log(`  skipped: ${name}`);
    console.log(describeResult(step, result, waiting.end().took));
    if (result.counts) tally.add(result.counts);
    if (result.problem || step.quiet) tally.addCheck(result.ok);
    for (const { name, why } of result.counts?.failures ?? []) tally.addFailure(`${step.name}: ${name}`, why);
    if (result.problem || (step.quiet && !result.ok))
      tally.addFailure([step.name, result.problem].filter(Boolean).join(': '), lastLines(result.output));
  }
}

/** What stands at the end of an output says most of why it ended. */
const lastLines = (output) => output.trimEnd().split('\n').slice(-15).join('\n');

function describeResult({ name, quiet }, { ok, problem, counts }, took) {
  const verdict = counts
    ? `${counts.passed} passed, ${counts.failed} failed`
    : quiet || problem
      ? undefined
      : 'no tests';
  return [`${ok ? '✓' : '✗'} ${name}`, verdict, problem, took].filter(Boolean).join(', ');
}
