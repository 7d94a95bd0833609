import type { ErrorItem } from '@aiwf/contracts';
import type { WorkflowDefinition } from '@aiwf/definition';
import { Injectable } from '@nestjs/common';
import { ToolRegistry } from './ground';
import { checkIntent, checkRefinement, type ToolEffects } from './intent';
import type { IntentChecks } from './intent-checks';

/** The checks of intent, told what the tools do that engines have now. */
@Injectable()
export class GroundedIntentChecks implements IntentChecks {
  constructor(private readonly registry: ToolRegistry) {}

  checkIntent(prompt: string, definition: WorkflowDefinition): ErrorItem[] {
    return checkIntent(prompt, definition, { tools: this.tools });
  }

  checkRefinement(instruction: string, before: WorkflowDefinition, after: WorkflowDefinition): ErrorItem[] {
    return checkRefinement(instruction, before, after, { tools: this.tools });
  }

  private get tools(): ToolEffects {
    return new Map(
      this.registry.known.all.map(({ name, effect, needs_approval: needsApproval }) => [
        name,
        { effect, needsApproval },
      ]),
    );
  }
}
