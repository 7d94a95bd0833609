import type { ModelSelection } from '../model-selection';

/** The form that an answer is to have. */
export interface AnswerForm {
  /** Letters, digits and underscores; what the form is called in requests. */
  readonly name: string;
  readonly description: string;
  /** JSON Schema of an object, in the part of the language that all providers take: no references. */
  readonly schema: { readonly [keyword: string]: unknown };
}

/**
 * How a model is held to a form: by the `schema` mode of its provider, by the arguments of a `tool` that it must call, or
 * not at all (`text`), so that the prompt alone says it.
 */
export type AnswerMode = 'schema' | 'tool' | 'text';

/** The ways in which a model can be held to a form, the surest first. */
export function answerModes({ supportsStructuredOutput, supportsTools }: ModelSelection): AnswerMode[] {
  return [
    ...(supportsStructuredOutput ? (['schema'] as const) : []),
    ...(supportsTools ? (['tool'] as const) : []),
    'text',
  ];
}
