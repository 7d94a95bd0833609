import { Injectable } from '@nestjs/common';
import { withoutParameters } from '@aiwf/persistence';
import { CrewActivities } from '../crews';
import type { Activities } from '../workflows';
import { HttpRequestActivity } from './http-request.activity';
import { RecordProgressActivity } from './record-progress.activity';

/** Binds the injected activities to the names that workflow code calls them by. */
@Injectable()
export class ActivityRegistry {
  constructor(
    private readonly crew: CrewActivities,
    private readonly http: HttpRequestActivity,
    private readonly progress: RecordProgressActivity,
  ) {}

  /** Every activity of a run. */
  all(): Activities {
    return {
      ...this.llmOnly(),
      toolCall: (input) => discreet(this.crew.toolCall(input)),
      httpRequest: (input) => this.http.httpRequest(input),
      recordProgress: (input) => discreet(this.progress.recordProgress(input)),
    };
  }

  /** Model calls alone, for the queue of a model that takes one call at a time. */
  llmOnly(): Pick<Activities, 'llmCall'> {
    return { llmCall: (input) => discreet(this.crew.llmCall(input)) };
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
