import { Injectable } from '@nestjs/common';
import { newExecutionId, newWorkflowId, type EngineDryRunRequest } from '@aiwf/contracts';
import type { Json } from '@aiwf/definition';
import { BlobRepository } from '../../blobs';
import type { DryRunSettings, ExecutionSettings } from '../../workflows';
import { ExecutionRepository, type PlannedRow } from '../execution.repository';
import { checkedDefinition, checkedInputs, ExecutionStarter } from '../execution.starter';
import { RunLauncher } from '../run.launcher';
import { reachingTemporal } from '../steering/temporal-problem';
import { checkedMocks, type Mock } from './mocks.check';

/** Begins dry runs. They are nobody's runs: no log line, no metric and no list tells of them. */
@Injectable()
export class DryRunStarter {
  constructor(
    private readonly starter: ExecutionStarter,
    private readonly executions: ExecutionRepository,
    private readonly blobs: BlobRepository,
    private readonly launcher: RunLauncher,
  ) {}

  /**
   * Stores a dry run; from here on somebody must remove it.
   *
   * @param timeoutMs after which Temporal ends it, whoever is still there
   * @throws HttpProblem 413, 422 as a start does, and 422 for mocks that don't fit
   */
  async store(request: EngineDryRunRequest, timeoutMs: number): Promise<PlannedRow> {
    const { user_id: userId, workflow_data, inputs, mocks = {} } = request;
    const definition = checkedDefinition(workflow_data, '');
    const values = checkedMocks(definition, mocks);
    const id = newExecutionId();
    const { row } = await this.executions.insert(
      {
        id,
        userId,
        workflowId: definition.id ?? newWorkflowId(),
        requestId: undefined,
        definition,
        inputs: checkedInputs(definition, inputs),
        settings: this.settingsOf(values, timeoutMs),
        dryRun: true,
      },
      async (tx) => {
        for (const mock of values.values()) await this.blobs.put(id, valueOf(mock), tx);
        return undefined;
      },
    );
    return row;
  }

  /** @throws HttpProblem 503 while Temporal is away */
  start(row: PlannedRow): Promise<void> {
    return reachingTemporal(() => this.launcher.start(row));
  }

  private settingsOf(mocks: ReadonlyMap<string, Mock>, timeout_ms: number): ExecutionSettings {
    const settings = this.starter.settings.fixed();
    const kept: [string, DryRunSettings['mocks'][string]][] = [...mocks].map(([nodeId, mock]) => {
      const reference = this.blobs.referenceTo(valueOf(mock));
      return [nodeId, 'error' in mock ? { error: reference } : { output: reference }];
    });
    // The queue of the embedded model is for calls that are made.
    return { ...settings, llm: settings.named_llm, dry_run: { mocks: Object.fromEntries(kept), timeout_ms } };
  }
}

function valueOf(mock: Mock): Json {
  return 'error' in mock ? { ...mock.error } : mock.output;
}
