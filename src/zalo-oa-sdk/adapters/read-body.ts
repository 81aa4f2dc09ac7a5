import type { Readable } from 'node:stream';
import type { WebhookRefusalCode } from '../webhook/refusals.ts';

/** The bytes of a body, or why there are none. */
export type BodyReading = { readonly bytes: Buffer } | { readonly refused: WebhookRefusalCode };

/** What a body may cost. */
export interface BodyLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/**
 * Reads a request body and stops at the limits: a declared length over `maxBytes` at once, an undeclared one as soon as
 * it is passed. After a refusal the rest of the body is dropped as it comes, so the answer must close the connection. Never rejects.
 */
export function readBody(
  stream: Readable,
  declaredLength: string | undefined,
  { maxBytes, timeoutMs }: BodyLimits,
): Promise<BodyReading> {
  if (Number(declaredLength) > maxBytes) return Promise.resolve({ refused: 'ZALO_WEBHOOK_BODY_TOO_LARGE' });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const timer = setTimeout(() => finish({ refused: 'ZALO_WEBHOOK_BODY_TOO_SLOW' }), timeoutMs);
    const broken = () => finish({ refused: 'ZALO_WEBHOOK_BODY_BROKEN' });
    const complete = () => finish({ bytes: Buffer.concat(chunks, length) });
    const take = (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) finish({ refused: 'ZALO_WEBHOOK_BODY_TOO_LARGE' });
      else chunks.push(chunk);
    };
    const finish = (reading: BodyReading) => {
      clearTimeout(timer);
      // 'error' keeps its listener: a connection that breaks after the answer must not end the process
      stream.off('data', take).off('end', complete).off('close', broken);
      resolve(reading);
    };
    stream.on('data', take).on('end', complete).on('close', broken).on('error', broken);
    if (stream.destroyed) broken();
  });
}
