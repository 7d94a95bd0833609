import { Injectable } from '@nestjs/common';
import { withoutParameters } from '@aiwf/persistence';
import { LlmCallActivity, SnapshotToolsActivity, ToolCallActivity } from '../crews';
import { Recordings } from '../recordings';
import type { Activities } from '../workflows';
import { HttpRequestActivity } from './http-request.activity';
import { MockActivities } from './mock.activities';
import { RunActivities } from './run.activities';
import { ValuesActivities } from './values.activities';

/** Binds the injected activities to the names that workflow code calls them by. */
@Injectable()
export class ActivityRegistry {
  constructor(
    private readonly llm: LlmCallActivity,
    private readonly tool: ToolCallActivity,
    private readonly http: HttpRequestActivity,
    private readonly snapshot: SnapshotToolsActivity,
    private readonly values: ValuesActivities,
    private readonly run: RunActivities,
    private readonly recordings: Recordings,
    private readonly mocks: MockActivities,
  ) {}

  /** Every activity of a run. */
  all(): Activities {
    return {
      ...this.llmOnly(),
      toolCall: (input) => discreet(this.tool.toolCall(input)),
      httpRequest: (input) => discreet(this.http.httpRequest(input)),
      snapshotTools: (input) => discreet(this.snapshot.snapshotTools(input)),
      recordedEnd: (input) => this.recordings.recordedEnd(input),
      childRuns: (input) => this.run.childRuns(input),
      pause: () => Promise.resolve(),
      storeValue: (input) => discreet(this.values.storeValue(input)),
      keepCheckpoint: (input) => discreet(this.values.keepCheckpoint(input)),
      keepFrame: (input) => discreet(this.values.keepFrame(input)),
      composeValue: (input) => discreet(this.values.composeValue(input)),
      sliceList: (input) => discreet(this.values.sliceList(input)),
      evaluate: (input) => discreet(this.values.evaluate(input)),
      checkValue: (input) => discreet(this.values.checkValue(input)),
      readValue: (input) => discreet(this.values.readValue(input)),
      mockValue: (input) => discreet(this.mocks.mockValue(input)),
      raiseLimits: (input) => discreet(this.run.raiseLimits(input)),
    };
  }

  /** Model calls alone, for the queue of a model that takes one call at a time. */
  llmOnly(): Pick<Activities, 'llmCall'> {
    return { llmCall: (input) => discreet(this.llm.llmCall(input)) };
  }
}

/** What an activity fails with stands in Temporal's history, so a failed query must not bring its prompts along. */
async function discreet<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw withoutParameters(error);
  }
}
