import { accept, refuse, refuseField } from './api-answers.ts';
import type { ApiAnswer } from './api-answers.ts';
import { parseMultipartForm } from './multipart-form.ts';
import type { EmulatorParts } from './parts.ts';

const MEGABYTE = 1024 * 1024;

/**
 * What each upload path takes. Source: Zalo docs, "Upload hình ảnh", "Upload ảnh GIF", "Upload file"; csv since 2026.
 */
const rules = {
  image: { extensions: ['jpg', 'jpeg', 'png'], maxBytes: MEGABYTE, fields: ['file'], idField: 'attachment_id' },
  gif: { extensions: ['gif'], maxBytes: 5 * MEGABYTE, fields: ['file', 'image'], idField: 'attachment_id' },
  file: { extensions: ['pdf', 'doc', 'docx', 'csv'], maxBytes: 5 * MEGABYTE, fields: ['file'], idField: 'token' },
} as const;

/** Stores one multipart upload and answers with its `attachment_id` or `token`. */
export async function readUpload(
  { options, shelf }: EmulatorParts,
  kind: keyof typeof rules,
  contentType: string,
  body: unknown,
): Promise<ApiAnswer> {
  const { settings } = options;
  const rule = rules[kind];
  const form = await parseForm(contentType, body);
  const file = rule.fields.map((field) => form?.get(field)).find((entry) => entry instanceof File);
  if (file === undefined) return refuseField(settings.invalidFieldCode, 'file');
  const extension = /\.([A-Za-z0-9]+)$/.exec(file.name)?.[1]?.toLowerCase();
  // Measured by others on the real API: a name without an extension "succeeds" with empty data.
  if (extension === undefined) return accept({});
  if (!rule.extensions.some((allowed) => allowed === extension)) return refuseField(settings.invalidFieldCode, 'file');
  if (file.size > rule.maxBytes) return refuse(settings.tooLongCode);
  const uploadId = shelf.addUpload(kind, Buffer.from(await file.arrayBuffer()), file.name);
  return accept({ [rule.idField]: uploadId });
}

/** The form of a multipart body; undefined when it is not one. */
export async function parseForm(contentType: string, body: unknown): Promise<FormData | undefined> {
  return Buffer.isBuffer(body) ? parseMultipartForm(contentType, body) : undefined;
}
