/**
 * The form in a `multipart/form-data` body; undefined when there is none.
 *
 * Every HTTP library writes these in its own way, and uploads of all of them reach Zalo, so what the WHATWG parser refuses
 * is read here: names without quotes (.NET), `\"` inside a name (Go), `filename*` (.NET), a line break before the first
 * boundary (hand-written code), a boundary in quotes, a body without the last line break.
 */
export function parseMultipartForm(contentType: string, body: Buffer): FormData | undefined {
  const boundary = /^multipart\/form-data\b.*;\s*boundary=(?:"([^"]+)"|([^\s;,]+))/i.exec(contentType);
  if (boundary === null) return undefined;
  const delimiter = Buffer.from(`--${boundary[1] ?? boundary[2] ?? ''}`);
  let position = body.indexOf(delimiter);
  if (position === -1) return undefined;
  const form = new FormData();
  for (;;) {
    position += delimiter.length;
    if (body.subarray(position, position + 2).toString('latin1') === '--') return form;
    const end = body.indexOf(delimiter, position);
    if (end === -1) return undefined;
    appendPart(form, body.subarray(position, end));
    position = end;
  }
}

/** One part between two delimiters: a line break, headers, an empty line, the content, a line break. */
function appendPart(form: FormData, part: Buffer): void {
  const headEnd = part.indexOf('\r\n\r\n');
  if (headEnd === -1) return;
  const headers = part.subarray(0, headEnd).toString('utf8').split('\r\n');
  const disposition = headerOf(headers, 'content-disposition') ?? '';
  const name = parameterOf(disposition, 'name');
  if (name === undefined) return;
  const content = part.subarray(headEnd + 4, part.length - 2);
  const fileName = encodedFileName(disposition) ?? parameterOf(disposition, 'filename');
  if (fileName === undefined) {
    form.append(name, content.toString('utf8'));
    return;
  }
  const type = headerOf(headers, 'content-type') ?? 'application/octet-stream';
  // Some send the whole path; RFC 7578 asks the receiver to drop it.
  const baseName = fileName.split(/[/\\]/).at(-1) ?? '';
  form.append(name, new File([new Uint8Array(content)], baseName, { type }));
}

function headerOf(headers: readonly string[], name: string): string | undefined {
  const line = headers.find((header) => header.toLowerCase().startsWith(`${name}:`));
  return line?.slice(name.length + 1).trim();
}

/** A parameter in quotes, with `\"` (Go, PHP) or `%22` (browsers) inside, or without quotes. */
function parameterOf(disposition: string, key: string): string | undefined {
  const found = new RegExp(`;\\s*${key}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;]*))`, 'i').exec(disposition);
  if (found === null) return undefined;
  if (found[1] === undefined) return found[2];
  return found[1].replace(/\\(["\\])/g, '$1').replaceAll('%22', '"');
}

/** `filename*=UTF-8''...` of RFC 5987, which wins over `filename`. */
function encodedFileName(disposition: string): string | undefined {
  const encoded = /;\s*filename\*=utf-8'[^']*'([^\s;]+)/i.exec(disposition)?.[1];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
