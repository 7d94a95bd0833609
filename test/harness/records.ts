import type { RecordedRun } from '@aiwf/contracts';
import { RecordedRuns, type RetracedCourse } from '../../apps/workflow-engine/src/executions';
import { firstDifference, type Difference } from '../../apps/workflow-engine/src/replay';
import type { EngineUnderTest } from './engine';
import { Steering } from './steering';

/** What became of a record that was run again. */
export interface Again extends RetracedCourse {
  difference: Difference | undefined;
}

/** Records of an engine's runs, and their second course on the same engine. */
export class Records {
  private readonly steer: Steering;

  /** @param asked counts what models and servers were asked so far: a second course asks nobody */
  constructor(
    private readonly engine: EngineUnderTest,
    private readonly asked: () => number,
  ) {
    this.steer = new Steering(engine);
  }

  /** The record of a run, once it has ended. */
  async of(executionId: string): Promise<RecordedRun> {
    await this.engine.ended(executionId);
    return (await this.steer.get<RecordedRun>(executionId, 'export')).body;
  }

  /** Runs a record again, as it is read from a file. */
  async again(recorded: RecordedRun): Promise<Again> {
    const before = this.asked();
    const course = await this.engine.service(RecordedRuns).retrace(structuredClone(recorded));
    expect(this.asked()).toBe(before);
    return { ...course, difference: firstDifference(recorded, course.run) };
  }

  async expectSame(recorded: RecordedRun): Promise<void> {
    const { hindrance, difference } = await this.again(recorded);
    expect({ hindrance, difference }).toEqual({});
  }
}
