import { Injectable } from '@nestjs/common';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { RecordedRun } from '@aiwf/contracts';
import { beating } from '../temporal';
import type { Activities, CallKey, RecordedEndInput, Stored } from '../workflows';
import { Course } from './course';

/** A call of a run that may retrace another. */
interface Call {
  key: CallKey;
  recorded_only?: boolean;
}

/** The runs of this process that retrace recorded ones; what their calls come to is found here. */
@Injectable()
export class Recordings implements Pick<Activities, 'recordedEnd'> {
  private readonly courses = new Map<string, Course>();

  /** A run is about to retrace a record. */
  begin(executionId: string, record: RecordedRun): Course {
    const course = new Course(record);
    this.courses.set(executionId, course);
    return course;
  }

  /** The run has ended. */
  end(executionId: string): void {
    this.courses.delete(executionId);
  }

  /** The course of a call's run; undefined for a run that retraces none. */
  courseOf({ key, recorded_only }: Call): Course | undefined {
    return recorded_only ? this.courses.get(key.lineage) : undefined;
  }

  /** Keeps a call waiting until the record lets its node go on; at once for a run that retraces none. */
  async turn(call: Call): Promise<void> {
    const course = this.courseOf(call);
    if (course) await beating((signal) => course.turnOf(call.key.path, signal));
  }

  /**
   * What becomes of a call that is not recorded: it fails, as its node did in the record or because the record doesn't
   * know it, or it is cancelled as it was there.
   *
   * @param what was to be called, in words
   * @param otherwise the record has a call in its place, which asked something else
   */
  async missing(call: Call, what: string, otherwise: boolean): Promise<never> {
    const course = this.courseOf(call);
    if (course && !otherwise) {
      await beating(async (signal) => {
        const missing = await course.missing(call.key.path, signal);
        if (missing.kind === 'endless')
          throw new CancelledFailure('The call was cancelled in the record too');
        if (missing.kind === 'failed') {
          throw ApplicationFailure.nonRetryable(missing.error.message, missing.error.code);
        }
      });
    }
    throw ApplicationFailure.nonRetryable(
      otherwise ? `${what} is recorded with another request` : `${what} is not recorded`,
      'not_recorded',
    );
  }

  async recordedEnd({ execution_id, of, id }: RecordedEndInput): Promise<Stored | undefined> {
    const course = this.courses.get(execution_id);
    if (!course) throw ApplicationFailure.nonRetryable('The record is not at hand any more', 'not_recorded');
    const output = await beating(async (signal) => {
      const reached = of === 'wait' ? await course.waitOf(id, signal) : await course.timeoutOf(id, signal);
      if (signal.aborted) throw new CancelledFailure('What waited has ended');
      return reached;
    });
    return output === undefined ? undefined : { json: output };
  }
}
