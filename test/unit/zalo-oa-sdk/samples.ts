import { readFileSync } from 'node:fs';

interface Sample {
  readonly event: string;
  readonly variant?: string;
  readonly payload: Record<string, unknown> | null;
}

/** A signature vector of the sample file. */
export interface Vector {
  readonly name: string;
  readonly app_id: string;
  readonly oa_secret_key: string;
  readonly timestamp: string;
  readonly raw_body: string;
  readonly header_value: string;
  readonly expect: 'accept' | 'reject' | 'implementation choice';
}

const lines = readFileSync(new URL('../../fixtures/zalo-webhook-samples.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Sample);

/** The recorded bodies of known events, titled by name and variant. */
export const eventSamples = lines.flatMap(({ event, variant, payload }) =>
  payload === null || event.startsWith('_')
    ? []
    : [{ title: variant ? `${event} (${variant})` : event, event, payload }],
);

/** Names in the file whose body is unpublished. */
export const unpublishedNames = lines.filter(({ payload }) => payload === null).map(({ event }) => event);

/** The 21 signature vectors. */
export const vectors = lines
  .filter(({ event }) => event === '_signature_vector')
  .map(({ payload }) => payload as unknown as Vector);

/** The body of the first sample of an event, or of a named variant. */
export function sample(event: string, variant?: string): Record<string, unknown> {
  const found = lines.find((line) => line.event === event && (variant === undefined || line.variant === variant));
  if (!found?.payload) throw new Error(`no sample of ${event} ${variant ?? ''}`);
  return found.payload;
}
