import { randomUUID } from 'node:crypto';
import type { ZaloFilePart } from './transport.ts';

/**
 * A `multipart/form-data` body with one file, complete in memory: uploads are at most 50 MB, and a body of known length
 * goes out with `Content-Length`, which gateways in front of Zalo expect.
 */
export function multipartBody(file: ZaloFilePart): { body: Buffer; contentType: string } {
  const boundary = `----zalo-oa-sdk-${randomUUID()}`;
  const head =
    `--${boundary}\r\n` +
    `Content-Disposition: form-data; name="${quoted(file.field)}"; filename="${quoted(file.fileName)}"\r\n` +
    `Content-Type: ${file.contentType.replaceAll(/[\r\n]/g, '')}\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), file.bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { body, contentType: `multipart/form-data; boundary=${boundary}` };
}

/** Escapes a name as browsers do (HTML standard, "multipart form data"): UTF-8 as it is, quotes and line ends as %XX. */
function quoted(text: string): string {
  return text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
