import { SetMetadata } from '@nestjs/common';

/** Metadata key of routes that plan a workflow. */
export const GENERATION_LIMIT = 'generation-limit';

/** Marks a route that plans a workflow: it is also counted against the user's limit of generations. */
export const GenerationLimit = (): MethodDecorator => SetMetadata(GENERATION_LIMIT, true);
