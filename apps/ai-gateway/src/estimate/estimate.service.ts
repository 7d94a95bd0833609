import type { Estimate } from '@aiwf/contracts';
import type { JsonObject, WorkflowDefinition } from '@aiwf/definition';
import type { ModelProvider } from '@aiwf/models';
import type { GatewayConfig } from '@aiwf/platform';
import { Inject, Injectable } from '@nestjs/common';
import { GATEWAY_CONFIG } from '../gateway-config';
import { tokensOf } from './assumptions';
import { ESTIMATE_MODELS } from './estimate.models';
import { estimateView } from './estimate.view';
import type { ModelFacts, Place } from './estimating';
import { estimateGraph, graphUsage } from './graph/graph';
import { History } from './history/history';
import { StatisticsCache } from './history/statistics.cache';
import { knownInputs } from './known-inputs';
import { Evaluations, KnownValues } from './known-values';
import { textOf } from './text-size';

/** Tokens of an answer of the embedded model at most, see `EmbeddedChatModel`. */
const EMBEDDED_MAX_OUTPUT = 200;

/** Notes that one estimate has at most. */
const MAX_NOTES = 20;

/** For whom, and with what, a workflow would run. */
export interface EstimateOptions {
  /** The stored workflow, whose earlier runs count. */
  workflowId?: string;
  inputs?: JsonObject;
}

/** Tells what runs will take before they are started: arithmetic over the graph, and over what earlier runs took. */
@Injectable()
export class EstimateService {
  constructor(
    @Inject(GATEWAY_CONFIG) private readonly config: Pick<GatewayConfig, 'model'>,
    @Inject(ESTIMATE_MODELS) private readonly models: ModelProvider,
    private readonly statistics: StatisticsCache,
  ) {}

  /**
   * Estimates a run. It waits for nobody: of earlier runs it knows what was read before, and has the rest read for the
   * next time. The same definition, inputs and statistics always give the same estimate.
   *
   * @param definition a valid one; a stored workflow in it that was not put in its place is not counted, and noted
   */
  estimate(
    definition: WorkflowDefinition,
    userId: string,
    { workflowId, inputs }: EstimateOptions = {},
  ): Estimate {
    const history = new History(this.statistics.read(userId, workflowId));
    const notes = new Set<string>();
    const note = (text: string) => void (notes.size < MAX_NOTES && notes.add(text));
    const values = knownInputs(definition, inputs, note);
    const place: Place = {
      modelOf: (name) => this.factsOf(name),
      timeoutSeconds: this.config.model.timeoutMs / 1_000,
      history,
      graphUsage,
      note,
      prefix: '',
      known: new KnownValues(values, new Evaluations()),
      sizes: new Map([
        ['execution', tokensOf(40)],
        ...Object.entries(values).map(
          ([name, value]) => [`inputs.${name}`, tokensOf(textOf(value).length)] as const,
        ),
      ]),
    };
    const usage = estimateGraph(definition, place);
    return estimateView(definition, usage, { model: this.models.selection.id, history, notes: [...notes] });
  }

  /** Resolves once {@link estimate} would use the newest statistics, or these can't be had now: in two seconds at most. */
  ready(userId: string, workflowId?: string): Promise<void> {
    return this.statistics.fresh(userId, workflowId);
  }

  private factsOf(name: string | undefined): ModelFacts {
    const { id, embedded, supportsTools } = this.selectionOf(name);
    const maxOutput = embedded ? EMBEDDED_MAX_OUTPUT : this.config.model.maxOutputTokens;
    return { id, embedded, supportsTools, maxOutput };
  }

  /** A model that is not configured here may be on the engine. */
  private selectionOf(name: string | undefined) {
    try {
      return this.models.selectionOf(name);
    } catch {
      return { id: name ?? this.models.selection.id, embedded: false, supportsTools: true };
    }
  }
}
