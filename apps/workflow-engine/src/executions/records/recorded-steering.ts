import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { DecideRequest, RecordedDecision } from '@aiwf/contracts';
import { HttpProblem } from '@aiwf/platform';
import { EventLogReader } from '../../events';
import type { Course } from '../../recordings';
import { TemporalService } from '../../temporal';
import { RequestsRepository } from '../requests/requests.repository';
import { RequestsService } from '../requests/requests.service';
import { SteeringService } from '../steering/steering.service';
import { endedNode } from './told-course';

const LOOK_EVERY_MS = 25;
const EVENTS_AT_ONCE = 1_000;
const REQUESTS_AT_ONCE = 1_000;

/** Looks without news after which Temporal is asked whether anything is still at work, and answers that make it sure. */
const LOOKS_BEFORE_ASKING = 8;
const QUIET_ANSWERS = 3;

/** Tries of one step of a workflow after which nobody waits for it any more. */
const MAX_STEP_ATTEMPTS = 3;

/** Why a run could not be steered as the record was. */
export type Hindrance =
  /** What was said there is refused here. */
  | { kind: 'refused'; requestId: string; decision: string; reason: string }
  /** It waits for what nobody said there. */
  | { kind: 'unanswered'; requestIds: string[] };

/** A run that retraces a record, as far as it is steered. */
interface Following {
  executionId: string;
  course: Course;
  lastEvent: number;
  hasEnded: boolean;
  isCancelled: boolean;
  /** How many of the record's decisions each request was told. */
  said: Map<string, number>;
  hindrance?: Hindrance;
}

/** Does to a run what was done to the recorded one: says what people and events said, and breaks it off where it was. */
@Injectable()
export class RecordedSteering {
  constructor(
    private readonly log: EventLogReader,
    private readonly requests: RequestsRepository,
    private readonly decisions: RequestsService,
    private readonly steering: SteeringService,
    private readonly temporal: TemporalService,
  ) {}

  /**
   * Steers a run until it has ended.
   *
   * @throws Error when it doesn't end
   */
  async follow(executionId: string, course: Course): Promise<Hindrance | undefined> {
    const run: Following = {
      executionId,
      course,
      lastEvent: 0,
      hasEnded: false,
      isCancelled: false,
      said: new Map(),
    };
    let looks = 0;
    let quiet = 0;
    for (;;) {
      const moved = (await this.readOn(run)) || (await this.saySomething(run));
      if (run.hasEnded) return run.hindrance;
      looks = moved ? 0 : looks + 1;
      quiet = looks > LOOKS_BEFORE_ASKING && (await this.isQuiet(run)) ? quiet + 1 : 0;
      if (quiet === QUIET_ANSWERS) {
        await this.moveOn(run);
        quiet = 0;
      }
      await pause(LOOK_EVERY_MS);
    }
  }

  /** @returns whether there was something new in the log */
  private async readOn(run: Following): Promise<boolean> {
    const events = await this.log.after(run.executionId, run.lastEvent, EVENTS_AT_ONCE);
    for (const event of events) {
      run.lastEvent = event.seq;
      run.hasEnded ||= /^execution\.(completed|failed|cancelled)$/.test(event.type);
    }
    run.course.note(events.flatMap((event) => endedNode(event)?.path ?? []));
    return events.length > 0;
  }

  /** Tells open requests what they were told in the record, in that order, once they have their turn. */
  private async saySomething(run: Following): Promise<boolean> {
    const { executionId, course, said } = run;
    const open = await this.requests.list(executionId, { status: 'open', limit: REQUESTS_AT_ONCE });
    let moved = false;
    for (const { requestId } of open) {
      const told = said.get(requestId) ?? 0;
      const next = course.record.decisions.filter((each) => each.request_id === requestId)[told];
      if (!next || run.hindrance || !course.isTurnOfRequest(requestId)) continue;
      if (await this.say(run, next)) said.set(requestId, told + 1);
      moved = true;
    }
    return moved;
  }

  /** @returns whether it need not be said again */
  private async say(run: Following, { request_id, at, ...decision }: RecordedDecision): Promise<boolean> {
    try {
      await this.decisions.decide(run.executionId, request_id, decision as DecideRequest, at);
      return true;
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error;
      // Nobody answered in time.
      if (error.status === 503) return false;
      // It was decided along with another one, or is closed by now.
      if (error.status === 409) return true;
      run.hindrance = {
        kind: 'refused',
        requestId: request_id,
        decision: decision.decision,
        reason: error.message,
      };
      await this.cancel(run);
      return true;
    }
  }

  /** Nothing goes on by itself any more. */
  private async moveOn(run: Following): Promise<void> {
    const { executionId, course } = run;
    if (!run.isCancelled && course.isCutOff()) return this.cancel(run);
    if (!course.isLeft) return course.leave();
    const open = await this.requests.list(executionId, { status: 'open', limit: REQUESTS_AT_ONCE });
    if (run.isCancelled) throw new Error('It was cancelled and does not end');
    run.hindrance ??= { kind: 'unanswered', requestIds: open.map(({ requestId }) => requestId) };
    await this.cancel(run);
  }

  private async cancel(run: Following): Promise<void> {
    run.isCancelled = true;
    try {
      await this.steering.cancel(run.executionId, run.course.record.user_id);
    } catch (error) {
      // It has ended meanwhile.
      if (!(error instanceof HttpProblem && error.status === 409)) throw error;
    }
  }

  /** Whether all that is at work in the run and its children is kept waiting by the record. */
  private async isQuiet({ executionId, course }: Following): Promise<boolean> {
    const atWork = await this.atWork(executionId);
    return atWork !== undefined && atWork <= course.waiting;
  }

  /** @returns the activities under way; undefined: workflow code is at work, or about to be */
  private async atWork(workflowId: string): Promise<number | undefined> {
    // Temporal may be slow to answer, or not have the run yet: then it is asked again.
    const description = await this.temporal.describe(workflowId).catch(() => undefined);
    if (!description) return undefined;
    const { pendingWorkflowTask, pendingActivities, pendingChildren } = description.raw;
    if ((pendingWorkflowTask?.attempt ?? 0) > MAX_STEP_ATTEMPTS) {
      throw new Error("The engine can't take the run's next step: its workflow code fails on it");
    }
    if (pendingWorkflowTask) return undefined;
    let count = pendingActivities?.length ?? 0;
    for (const child of pendingChildren ?? []) {
      const inChild = await this.atWork(child.workflowId ?? '');
      if (inChild === undefined) return undefined;
      count += inChild;
    }
    return count;
  }
}
