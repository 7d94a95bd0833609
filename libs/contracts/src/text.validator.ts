import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ValidateBy } from 'class-validator';

/** Characters (Unicode code points) in a `user_id` at most. */
export const USER_ID_MAX_LENGTH = 128;

/** Characters (Unicode code points) in a prompt at most. */
export const PROMPT_MAX_LENGTH = 20_000;

const LONE_SURROGATE = /\p{Cs}/u;
const CONTROL = /\p{Cc}/u;
const CONTROL_BUT_LAYOUT = /[^\P{Cc}\t\n\r]/u;

interface TextRules {
  maxLength: number;
  forbidden: RegExp;
  forbiddenName: string;
}

function isText(value: unknown, { maxLength, forbidden }: TextRules): boolean {
  if (typeof value !== 'string' || value.trim() === '' || value.length > 2 * maxLength) return false;
  return Array.from(value).length <= maxLength && !forbidden.test(value) && !LONE_SURROGATE.test(value);
}

function IsText(name: string, rules: TextRules): PropertyDecorator {
  return ValidateBy({
    name,
    validator: {
      validate: (value) => isText(value, rules),
      defaultMessage: (args) =>
        `${args?.property} must be a string of 1 to ${rules.maxLength} characters, not blank, ` +
        `without ${rules.forbiddenName} or unpaired surrogates`,
    },
  });
}

const USER_ID_RULES: TextRules = {
  maxLength: USER_ID_MAX_LENGTH,
  forbidden: CONTROL,
  forbiddenName: 'control characters',
};

const PROMPT_RULES: TextRules = {
  maxLength: PROMPT_MAX_LENGTH,
  forbidden: CONTROL_BUT_LAYOUT,
  forbiddenName: 'control characters (tab and line breaks are fine)',
};

const EVENT_NAME_RULES: TextRules = {
  maxLength: 200,
  forbidden: CONTROL,
  forbiddenName: 'control characters',
};

const COMMENT_RULES: TextRules = {
  maxLength: 2_000,
  forbidden: CONTROL_BUT_LAYOUT,
  forbiddenName: 'control characters (tab and line breaks are fine)',
};

/** Whether a value is a `user_id`: a string of 1 to 128 characters, not blank, no control characters, no lone surrogates. */
export function isUserId(value: unknown): value is string {
  return isText(value, USER_ID_RULES);
}

/** Marks the caller's `user_id`; what it must be, see `isUserId`. */
export function UserId(): PropertyDecorator {
  return applyDecorators(
    IsText('isUserId', USER_ID_RULES),
    ApiProperty({
      description: 'Whose workflows and executions these are',
      minLength: 1,
      maxLength: USER_ID_MAX_LENGTH,
      pattern: '\\S',
      example: 'user123',
    }),
  );
}

/** Marks a prompt: 1 to 20,000 characters, not blank, no control characters but tab and line breaks, no lone surrogates. */
export function Prompt(): PropertyDecorator {
  return applyDecorators(
    IsText('isPrompt', PROMPT_RULES),
    ApiProperty({
      description: 'What the workflow is to do, in plain language',
      minLength: 1,
      maxLength: PROMPT_MAX_LENGTH,
      pattern: '\\S',
      example: 'Create a workflow that processes customer support tickets',
    }),
  );
}

/** As {@link Prompt}, for a prompt that may be left out. */
export function OptionalPrompt(): PropertyDecorator {
  return applyDecorators(
    IsText('isPrompt', PROMPT_RULES),
    ApiPropertyOptional({
      description: 'What was asked for: the workflow is held against it too',
      minLength: 1,
      maxLength: PROMPT_MAX_LENGTH,
      pattern: '\\S',
    }),
  );
}

/** Marks what is to be changed, in words: the same rules as for a prompt. */
export function Instruction(): PropertyDecorator {
  return applyDecorators(
    IsText('isPrompt', PROMPT_RULES),
    ApiProperty({
      description: 'What is to be changed, in plain language',
      minLength: 1,
      maxLength: PROMPT_MAX_LENGTH,
      pattern: '\\S',
      example: 'Ask me before the reply is sent',
    }),
  );
}

/** Marks the name of an event: 1 to 200 characters. */
export function EventName(): PropertyDecorator {
  return applyDecorators(
    IsText('isEventName', EVENT_NAME_RULES),
    ApiProperty({
      description: 'The event that a `wait` node names',
      minLength: 1,
      maxLength: EVENT_NAME_RULES.maxLength,
      example: 'payment_received',
    }),
  );
}

/** Marks a comment on a decision: 1 to 2,000 characters, or left out. */
export function Comment(): PropertyDecorator {
  return applyDecorators(
    IsText('isComment', COMMENT_RULES),
    ApiPropertyOptional({
      description: 'Why, for the record',
      minLength: 1,
      maxLength: COMMENT_RULES.maxLength,
    }),
  );
}
