import { Injectable } from '@nestjs/common';
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
      toolCall: (input) => this.crew.toolCall(input),
      httpRequest: (input) => this.http.httpRequest(input),
      recordProgress: (input) => this.progress.recordProgress(input),
    };
  }

  /** Model calls alone, for the queue of a model that takes one call at a time. */
  llmOnly(): Pick<Activities, 'llmCall'> {
    return { llmCall: (input) => this.crew.llmCall(input) };
  }
}
