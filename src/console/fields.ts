import type { FastifyRequest } from 'fastify';
import type { FormFields, UploadedFile } from './page.ts';

/** A form as it arrived. */
export interface SentForm {
  readonly fields: FormFields;
  readonly csrf: string | undefined;
  readonly onceKey: string | undefined;
}

/** Names with which every form of the console carries its protection. */
export const CSRF_FIELD = '_csrf';
export const ONCE_FIELD = '_once';

/** Reads a form, plain or with files, into memory. Fastify's own limits apply; too much is a 413. */
export async function readFields(request: FastifyRequest): Promise<SentForm> {
  const texts = new Map<string, string[]>();
  const files: Record<string, UploadedFile> = {};
  const put = (name: string, value: string): void => void texts.set(name, [...(texts.get(name) ?? []), value]);
  if (request.isMultipart()) {
    for await (const part of request.parts()) {
      if (part.type === 'field') put(part.fieldname, String(part.value));
      else {
        const bytes = await part.toBuffer();
        // An empty file box sends a nameless empty file.
        if (bytes.length > 0) files[part.fieldname] = { name: part.filename, type: part.mimetype, bytes };
      }
    }
  } else {
    for (const [name, value] of Object.entries((request.body ?? {}) as Record<string, string | string[]>)) {
      for (const one of Array.isArray(value) ? value : [value]) put(name, one);
    }
  }
  const csrf = texts.get(CSRF_FIELD)?.at(-1);
  const onceKey = texts.get(ONCE_FIELD)?.at(-1);
  texts.delete(CSRF_FIELD);
  texts.delete(ONCE_FIELD);
  // Browsers send line ends as CR LF; nobody counts them twice.
  const clean = [...texts].map(([name, values]) => [name, values.map((one) => one.replaceAll('\r\n', '\n'))] as const);
  return { fields: { texts: Object.fromEntries(clean), files }, csrf, onceKey };
}
