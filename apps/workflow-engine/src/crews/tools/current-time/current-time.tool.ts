import type { Json } from '@aiwf/definition';
import type { Tool } from '../tool';
import { ToolError } from '../tool.error';

/** The time, which language models can't know. Result: `{ "utc": ISO 8601 }`, with `local` when a zone is given. */
export const currentTimeTool: Tool = {
  name: 'current_time',
  description: 'Tells the current date and time, in UTC and, if asked, in a time zone.',
  parameters: {
    type: 'object',
    properties: {
      time_zone: {
        type: 'string',
        minLength: 1,
        maxLength: 64,
        description: 'An IANA name, for example "Europe/Berlin"; absent: UTC only.',
      },
    },
    additionalProperties: false,
  },
  effect: 'read',
  async run({ time_zone: zone }): Promise<Json> {
    const now = new Date();
    const utc = now.toISOString();
    if (zone === undefined) return { utc };
    return { utc, time_zone: zone, local: localTime(now, zone as string) };
  },
};

/** ISO 8601 to the second, with the zone's offset at that moment. */
function localTime(moment: Date, timeZone: string): string {
  const parts = new Map(
    formatterFor(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  const date = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
  const offset = parts.get('timeZoneName')?.replace('GMT', '') || '+00:00';
  return `${date}T${parts.get('hour')}:${parts.get('minute')}:${parts.get('second')}${offset}`;
}

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'longOffset',
    });
  } catch {
    throw new ToolError(
      'invalid_arguments',
      `"${timeZone}" is not an IANA time zone, such as "Europe/Berlin".`,
    );
  }
}
