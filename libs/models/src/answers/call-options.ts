import type { Provider } from '../model-name';
import type { AnswerForm, AnswerMode } from './answer-form';

type CallOptions = Record<string, unknown>;

/**
 * The options of a call that hold the model to a form, as LangChain's class of the provider takes them. Not by its
 * `withStructuredOutput`: that parses each part of a streamed answer again from its start, and loses what is no JSON.
 */
export function formOptions(provider: Provider, mode: AnswerMode, form: AnswerForm): CallOptions {
  switch (mode) {
    case 'schema':
      return schemaOptions(provider, form);
    case 'tool':
      return toolOptions(provider, form);
    case 'text':
      return {};
    default:
      return mode satisfies never;
  }
}

function schemaOptions(provider: Provider, { name, description, schema }: AnswerForm): CallOptions {
  switch (provider) {
    case 'openai':
      // Strict schemas have no objects with names of the model's choice, such as inputs and headers.
      return {
        response_format: { type: 'json_schema', json_schema: { name, description, schema, strict: false } },
      };
    case 'google-genai':
      return { responseJsonSchema: schema };
    case 'ollama':
      return { format: schema };
    case 'anthropic':
      return {};
    default:
      return provider satisfies never;
  }
}

function toolOptions(provider: Provider, { name, description, schema }: AnswerForm): CallOptions {
  const asFunction = { type: 'function', function: { name, description, parameters: schema } };
  switch (provider) {
    case 'openai':
      return { tools: [asFunction], tool_choice: { type: 'function', function: { name } } };
    case 'anthropic':
      return {
        tools: [{ name, description, input_schema: schema }],
        tool_choice: { type: 'tool', name },
      };
    case 'google-genai':
      return { tools: [asFunction], allowedFunctionNames: [name] };
    case 'ollama':
      return { tools: [asFunction] };
    default:
      return provider satisfies never;
  }
}
